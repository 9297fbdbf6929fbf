package dev.murre.kernel.syscalls;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.net.Message;
import dev.murre.kernel.net.PeerCredentials;
import dev.murre.kernel.net.Sock;
import dev.murre.kernel.task.Pid;
import dev.murre.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Ancillary data, cmsg(3).
final class ControlMessages {
    private static final int MAX_FILES = 253;
    private static final int CREDENTIALS_SIZE = 12;

    private ControlMessages() {}

    private static int headerSize(Abi abi) {
        return abi.wordSize + 8;
    }

    private static long align(long length, Abi abi) {
        return length + abi.wordSize - 1 & -abi.wordSize;
    }

    /// Reads what travels with a message to be sent.
    static void read(Task t, Sock sock, MessageHeader header, Message message) {
        Abi abi = t.abi();
        UserMemory m = t.memory();
        int headerSize = headerSize(abi);
        long at = header.control();
        long left = header.controlLength();
        if (left > 1 << 20) {
            throw Errno.ENOBUFS.exception();
        }
        while (left >= headerSize) {
            long length = m.getWord(at, abi);
            if (length < headerSize || length > left) {
                throw Errno.EINVAL.exception();
            }
            int level = m.getInt(at + abi.wordSize);
            int type = m.getInt(at + abi.wordSize + 4);
            int size = (int) length - headerSize;
            if (level == SOL_SOCKET) {
                readOne(t, sock, type, at + headerSize, size, message);
            } else {
                byte[] data = new byte[size];
                m.copyFromUser(at + headerSize, data, 0, size);
                message.controls.add(new Message.Control(level, type, data));
            }
            long step = align(length, abi);
            at += step;
            left -= step;
        }
    }

    private static void readOne(Task t, Sock sock, int type, long at, int size, Message message) {
        switch (type) {
            case SCM_RIGHTS -> {
                if (sock.family() == AF_UNIX) {
                    readFiles(t, at, size / 4, message);
                }
            }
            case SCM_CREDENTIALS -> {
                if (sock.family() == AF_UNIX || sock.family() == AF_NETLINK) {
                    message.credentials = readCredentials(t, at, size);
                }
            }
            default -> throw Errno.EINVAL.exception();
        }
    }

    private static void readFiles(Task t, long at, int count, Message message) {
        OpenFile[] before = message.files;
        int had = before == null ? 0 : before.length;
        if (had + count > MAX_FILES) {
            throw Errno.EINVAL.exception();
        }
        if (count == 0) {
            return;
        }
        OpenFile[] files = new OpenFile[had + count];
        if (before != null) {
            System.arraycopy(before, 0, files, 0, had);
        }
        for (int i = 0; i < count; i++) {
            OpenFile file = t.files().getAny(t.memory().getInt(at + 4L * i));
            if (file == null) {
                throw Errno.EBADF.exception();
            }
            files[had + i] = file;
        }
        message.files = files;
    }

    /// Who the sender says it is; only the superuser may say something else than the truth,
    /// unix(7).
    private static PeerCredentials readCredentials(Task t, long at, int size) {
        if (size != CREDENTIALS_SIZE) {
            throw Errno.EINVAL.exception();
        }
        UserMemory m = t.memory();
        int number = m.getInt(at);
        var creds = t.creds();
        int uid = creds.user().users().toKernel(m.getInt(at + 4));
        int gid = creds.user().groups().toKernel(m.getInt(at + 8));
        if (uid == -1 || gid == -1) {
            throw Errno.EINVAL.exception();
        }
        boolean mayPid =
                number == t.tgid()
                        || creds.capableIn(t.pidNamespace().owner(), Capability.SYS_ADMIN);
        boolean mayUid =
                uid == creds.uid()
                        || uid == creds.euid()
                        || uid == creds.suid()
                        || creds.capableAtHome(Capability.SETUID);
        boolean mayGid =
                gid == creds.gid()
                        || gid == creds.egid()
                        || gid == creds.sgid()
                        || creds.capableAtHome(Capability.SETGID);
        if (!mayPid || !mayUid || !mayGid) {
            throw Errno.EPERM.exception();
        }
        Pid pid = t.pidNamespace().find(number);
        if (pid == null) {
            throw Errno.ESRCH.exception();
        }
        return new PeerCredentials(pid, uid, gid);
    }

    /// Lets go of descriptors that nobody asked for.
    static void drop(Message message) {
        OpenFile[] files = message.files;
        message.files = null;
        if (files != null) {
            for (OpenFile file : files) {
                file.put();
            }
        }
    }

    /// Writes what came with a message into the program's buffer.
    ///
    /// @return bytes used
    static long write(Task t, Sock sock, MessageHeader header, Message message) {
        var out = new Writer(t, header, message);
        PeerCredentials from = message.credentials;
        if (from != null) {
            ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            for (int id : from.seenBy(t)) {
                bytes.putInt(id);
            }
            out.put(SOL_SOCKET, SCM_CREDENTIALS, bytes.array());
        }
        if (message.files != null) {
            out.putFiles(message.files);
            message.files = null;
        }
        for (Message.Control control : message.controls) {
            out.put(control.level(), control.type(), control.data());
        }
        return out.used;
    }

    private static final class Writer {
        private final Task t;
        private final Abi abi;
        private final MessageHeader header;
        private final Message message;
        private long used;

        Writer(Task t, MessageHeader header, Message message) {
            this.t = t;
            this.abi = t.abi();
            this.header = header;
            this.message = message;
        }

        private long room() {
            return header.control() == 0 ? 0 : header.controlLength() - used;
        }

        void put(int level, int type, byte[] data) {
            int headerSize = headerSize(abi);
            if (room() < headerSize) {
                message.resultFlags |= MSG_CTRUNC;
                return;
            }
            int count = (int) Math.min(data.length, room() - headerSize);
            if (count < data.length) {
                message.resultFlags |= MSG_CTRUNC;
            }
            long at = header.control() + used;
            putHeader(at, headerSize + count, level, type);
            t.memory().copyToUser(at + headerSize, data, 0, count);
            used += Math.min(align(headerSize + count, abi), room());
        }

        private void putHeader(long at, long length, int level, int type) {
            UserMemory m = t.memory();
            m.putWord(at, length, abi);
            m.putInt(at + abi.wordSize, level);
            m.putInt(at + abi.wordSize + 4, type);
        }

        /// Installs as many descriptors as there is room for and closes the rest.
        void putFiles(OpenFile[] files) {
            int headerSize = headerSize(abi);
            long fits = Math.max(room() - headerSize, 0) / 4;
            long at = header.control() + used;
            int flags = (message.flags & MSG_CMSG_CLOEXEC) != 0 ? OpenFlags.O_CLOEXEC : 0;
            int count = 0;
            while (count < files.length && count < fits) {
                long limit = t.limits().soft(Rlimit.NOFILE);
                int fd = t.files().install(files[count], 0, limit, Descriptors.onExec(flags));
                if (fd < 0) {
                    break;
                }
                t.memory().putInt(at + headerSize + 4L * count, fd);
                count++;
            }
            for (int i = count; i < files.length; i++) {
                files[i].put();
            }
            if (count < files.length) {
                message.resultFlags |= MSG_CTRUNC;
            }
            if (count > 0) {
                long length = headerSize + 4L * count;
                putHeader(at, length, SOL_SOCKET, SCM_RIGHTS);
                used += Math.min(align(length, abi), room());
            }
        }
    }
}
