package dev.murre.kernel.debug;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// The machine's files for gdb: it reads programs and libraries through this (vFile).
final class GdbFiles {
    private static final int AT_FDCWD = -100;
    private static final int STAT_BYTES = 64;

    private final Kernel kernel;
    private final Map<Integer, OpenFile> open = new HashMap<>();
    private int next = 1;

    GdbFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Serves what stands behind `vFile:`.
    String serve(Task t, String request) {
        int colon = request.indexOf(':');
        String[] words = request.substring(colon + 1).split(",");
        return switch (request.substring(0, colon)) {
            case "setfs" -> "F0";
            case "open" -> open(t, GdbText.text(words[0]), GdbText.number(words[1]));
            case "pread" -> pread(t, words[0], GdbText.number(words[1]), GdbText.number(words[2]));
            case "fstat" -> fstat(words[0]);
            case "close" -> close(words[0]);
            default -> "";
        };
    }

    private static String error(long result) {
        return "F-1," + Long.toHexString(-result);
    }

    private String open(Task t, String name, long flags) {
        if ((flags & 3) != 0) {
            return error(Errno.EACCES.result());
        }
        int error = kernel.vfs().opener().open(t, AT_FDCWD, name, 0, 0);
        if (error != 0) {
            return error(error);
        }
        int number = next++;
        open.put(number, kernel.vfs().opener().opened());
        return "F" + Integer.toHexString(number);
    }

    private String pread(Task t, String number, long count, long offset) {
        OpenFile file = open.get(Integer.parseInt(number, 16));
        if (file == null) {
            return error(Errno.EBADF.result());
        }
        byte[] bytes = new byte[(int) Math.min(count, 1 << 16)];
        var buffer = new ByteIoBuf(bytes, 0, bytes.length);
        long got = file.read(t, buffer, offset);
        if (got < 0) {
            return error(got);
        }
        return "F" + Long.toHexString(got) + ";" + GdbText.binary(bytes, (int) got);
    }

    /// The protocol's own `struct stat`, in network byte order; only what gdb looks at is filled.
    private String fstat(String number) {
        OpenFile file = open.get(Integer.parseInt(number, 16));
        if (file == null) {
            return error(Errno.EBADF.result());
        }
        byte[] stat = new byte[STAT_BYTES];
        var buffer = ByteBuffer.wrap(stat);
        buffer.putInt(0, 1);
        buffer.putInt(4, (int) file.inode().ino());
        buffer.putInt(8, file.inode().mode());
        buffer.putInt(12, 1);
        buffer.putLong(28, file.inode().size());
        buffer.putLong(36, 4096);
        buffer.putLong(44, (file.inode().size() + 511) / 512);
        return "F" + Integer.toHexString(STAT_BYTES) + ";" + GdbText.binary(stat, STAT_BYTES);
    }

    private String close(String number) {
        OpenFile file = open.remove(Integer.parseInt(number, 16));
        if (file == null) {
            return error(Errno.EBADF.result());
        }
        file.put();
        return "F0";
    }
}
