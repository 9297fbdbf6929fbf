package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// getdents(2), getdents64(2) and readdir(2).
final class FileDirents {
    private static final int LARGEST_RECORD = 19 + 256 + 8;

    /// Which record a call writes.
    private enum Form {
        WORD,
        WIDE,
        OLD
    }

    private FileDirents() {}

    static void register(SyscallTable table) {
        table.on(Sysno.GETDENTS, (t, fd, at, n, d, e, f) -> list(t, fd, at, n, Form.WORD));
        table.on(Sysno.GETDENTS64, (t, fd, at, n, d, e, f) -> list(t, fd, at, n, Form.WIDE));
        table.on(Sysno.READDIR, (t, fd, at, n, d, e, f) -> list(t, fd, at, 266, Form.OLD));
    }

    private static long list(Task t, long fd, long at, long size, Form form) {
        OpenFile file = t.files().require((int) fd);
        Filler filler = new Filler(t, at, (int) Math.min(size, Integer.MAX_VALUE), form);
        int error = file.iterate(t, filler);
        if (error != 0) {
            return error;
        }
        filler.flush();
        if (form == Form.OLD) {
            return filler.used > 0 ? 1 : 0;
        }
        if (filler.used == 0 && filler.full) {
            return -Errno.EINVAL.number;
        }
        return filler.used;
    }

    /// Packs entries and copies them out in pieces.
    private static final class Filler implements DirSink {
        private final UserMemory memory;
        private final long address;
        private final int size;
        private final Form form;
        private final int word;
        private final ByteBuffer piece;
        private int copied;
        private int used;
        private boolean full;

        Filler(Task t, long address, int size, Form form) {
            this.memory = t.memory();
            this.address = address;
            this.size = size;
            this.form = form;
            this.word = form == Form.WIDE ? 8 : t.abi().wordSize;
            int room = Math.clamp(size, LARGEST_RECORD, 8192);
            this.piece = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public boolean entry(String name, long ino, int type, long next) {
            int header = form == Form.WIDE ? 19 : 2 * word + 2;
            int tail = form == Form.WORD ? 2 : 1;
            int length = (header + name.length() + tail + word - 1) & -word;
            if (used + length > size || form == Form.OLD && used > 0) {
                full = true;
                return false;
            }
            if (piece.remaining() < length && !flush()) {
                return false;
            }
            int start = piece.position();
            put(ino);
            put(form == Form.OLD ? name.length() : next);
            if (form == Form.OLD) {
                piece.position(start + word + word);
            }
            piece.putShort((short) (form == Form.OLD ? name.length() : length));
            if (form == Form.WIDE) {
                piece.put((byte) (type >> 12));
            }
            for (int i = 0; i < name.length(); i++) {
                piece.put((byte) name.charAt(i));
            }
            while (piece.position() < start + length) {
                piece.put((byte) 0);
            }
            if (form == Form.WORD) {
                piece.put(start + length - 1, (byte) (type >> 12));
            }
            used += length;
            return true;
        }

        private void put(long value) {
            if (word == 8) {
                piece.putLong(value);
            } else {
                piece.putInt((int) value);
            }
        }

        /// Copies what is packed to the program; false when that fails after something was copied.
        private boolean flush() {
            try {
                memory.copyToUser(address + copied, piece.array(), 0, piece.position());
            } catch (ErrnoException e) {
                if (copied == 0) {
                    throw e;
                }
                used = copied;
                return false;
            }
            copied += piece.position();
            piece.clear();
            return true;
        }
    }
}
