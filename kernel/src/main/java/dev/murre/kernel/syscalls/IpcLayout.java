package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.ipc.IpcObject;
import dev.murre.kernel.ipc.MessageQueue;
import dev.murre.kernel.ipc.SemaphoreSet;
import dev.murre.kernel.ipc.ShmSegment;
import dev.murre.kernel.task.Task;

/// The `…id64_ds` structures of System V IPC. They begin with `ipc64_perm`; times on 32-bit ABIs
/// come in two
/// halves.
final class IpcLayout {
    private final UserMemory memory;
    private final Abi abi;
    private final long start;
    private long at;

    IpcLayout(Task t, long address) {
        memory = t.memory();
        abi = t.abi();
        start = address;
        at = address;
    }

    private void word(long value) {
        memory.putWord(at, value, abi);
        at += abi.wordSize;
    }

    private void integer(int value) {
        memory.putInt(at, value);
        at += 4;
    }

    private void time(long seconds, boolean padded) {
        word(seconds);
        if (!abi.is64()) {
            integer((int) (seconds >>> 32));
        } else if (padded) {
            word(0);
        }
    }

    private void permissions(IpcObject object) {
        integer(object.key());
        integer(object.uid());
        integer(object.gid());
        integer(object.creatorUid());
        integer(object.creatorGid());
        integer(object.mode());
        integer(object.id() / 32768);
        at = start + (abi.is64() ? 32 : 28);
        word(0);
        word(0);
    }

    void put(ShmSegment s) {
        permissions(s);
        word(s.size());
        time(s.attachSeconds(), false);
        time(s.detachSeconds(), false);
        time(s.changeSeconds(), false);
        integer(s.creatorPid());
        integer(s.lastPid());
        word(s.attachments());
        word(0);
        word(0);
    }

    void put(SemaphoreSet s) {
        permissions(s);
        time(s.operationSeconds(), abi == Abi.X86_64);
        time(s.changeSeconds(), abi == Abi.X86_64);
        word(s.count());
        word(0);
        word(0);
    }

    void put(MessageQueue q) {
        permissions(q);
        time(q.sendSeconds(), false);
        time(q.receiveSeconds(), false);
        time(q.changeSeconds(), false);
        word(q.bytes());
        word(q.messageCount());
        word(q.maximumBytes());
        integer(q.lastSender());
        integer(q.lastReceiver());
        word(0);
        word(0);
    }

    /// Owner and permissions from a structure the program gives.
    record Change(int uid, int gid, int mode) {
        static Change read(Task t, long address) {
            UserMemory m = t.memory();
            int mode = m.getInt(address + 20);
            return new Change(m.getInt(address + 4), m.getInt(address + 8), mode & 0777);
        }

        void apply(IpcObject object) {
            object.change(uid, gid, mode);
        }
    }

    /// Where `msg_qbytes` stands in `msqid64_ds`.
    static long maximumBytes(Task t, long address) {
        return t.memory().getWord(address + (t.abi().is64() ? 88 : 68), t.abi());
    }
}
