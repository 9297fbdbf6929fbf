package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.net.Message;
import dev.murre.kernel.net.Sock;
import dev.murre.kernel.net.SocketName;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// `struct msghdr` as a program gives it.
record MessageHeader(
        long address,
        long nameAddress,
        int nameLength,
        long vector,
        long vectorLength,
        long control,
        long controlLength) {
    private static final int MAX_VECTOR = 1024;

    static int size(Abi abi) {
        return abi.is64() ? 56 : 28;
    }

    static MessageHeader read(Task t, long at) {
        Abi abi = t.abi();
        int word = abi.wordSize;
        UserMemory m = t.memory();
        var header =
                new MessageHeader(
                        at,
                        m.getWord(at, abi),
                        m.getInt(at + word),
                        m.getWord(at + 2L * word, abi),
                        m.getWord(at + 3L * word, abi),
                        m.getWord(at + 4L * word, abi),
                        m.getWord(at + 5L * word, abi));
        if (Long.compareUnsigned(header.vectorLength, MAX_VECTOR) > 0) {
            throw Errno.EMSGSIZE.exception();
        }
        if (header.nameAddress != 0 && header.nameLength < 0) {
            throw Errno.EINVAL.exception();
        }
        return header;
    }

    /// Points the task's buffer at the data, behind what has been transferred already.
    void openData(Task t, long done) {
        IoBuf buffer = t.ioBuf().resetVector(vector, vectorLength, t.abi());
        byte[] scratch = new byte[(int) Math.min(done, 65536)];
        for (long left = done; left > 0; ) {
            left -= buffer.get(scratch, 0, (int) Math.min(left, scratch.length));
        }
    }

    /// The address to send to, or null.
    @Nullable SocketName name(Task t) {
        if (nameAddress == 0 || nameLength == 0) {
            return null;
        }
        return SocketNames.read(t.memory(), nameAddress, Math.min(nameLength, 128));
    }

    /// Writes back what a receive brought beside the data.
    void finish(Task t, Sock sock, Message message) {
        UserMemory m = t.memory();
        Abi abi = t.abi();
        int word = abi.wordSize;
        if (nameAddress != 0) {
            SocketName from = message.name;
            byte[] bytes =
                    from == null || from instanceof SocketName.Unix unix && unix.unnamed()
                            ? new byte[0]
                            : SocketNames.encode(from);
            m.copyToUser(nameAddress, bytes, 0, Math.min(bytes.length, nameLength));
            m.putInt(address + word, bytes.length);
        }
        long used = ControlMessages.write(t, sock, this, message);
        m.putWord(address + 5L * word, used, abi);
        m.putInt(
                address + 6L * word,
                message.resultFlags
                        | message.flags & dev.murre.kernel.net.SocketConstants.MSG_CMSG_CLOEXEC);
    }
}
