package dev.murre.kernel.strace;

import dev.murre.abi.AtFlags;
import dev.murre.abi.ClockIds;
import dev.murre.abi.CloneFlags;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.FcntlCommands;
import dev.murre.abi.FutexOps;
import dev.murre.abi.MmapFlags;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PrctlOptions;
import dev.murre.abi.Rlimit;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.abi.WaitFlags;
import dev.murre.kernel.task.Task;

/// One argument as text, by its type in the table of formats. Memory that cannot be read is shown
/// as
/// its address.
final class ArgumentText {
    private static final int SHOWN = 32;
    private static final int MAX_ARGUMENTS = 32;

    private final FlagNames open = new FlagNames(OpenFlags.class, "O_");
    private final FlagNames protection = new FlagNames(MmapFlags.class, "PROT_");
    private final FlagNames mapping = new FlagNames(MmapFlags.class, "MAP_");
    private final FlagNames clone = new FlagNames(CloneFlags.class, "CLONE_");
    private final FlagNames at =
            new FlagNames(AtFlags.class, "AT_SYM", "AT_EMPTY", "AT_REMOVE", "AT_NO", "AT_E");
    private final FlagNames access = new FlagNames(AtFlags.class, "F_OK", "R_OK", "W_OK", "X_OK");
    private final FlagNames whence = new FlagNames(AtFlags.class, "SEEK_");
    private final FlagNames clocks = new FlagNames(ClockIds.class, "CLOCK_");
    private final FlagNames fcntl =
            new FlagNames(FcntlCommands.class, "F_D", "F_G", "F_S", "F_O", "F_A");
    private final FlagNames wait = new FlagNames(WaitFlags.class, "W");
    private final FlagNames futex =
            new FlagNames(
                    FutexOps.class,
                    "FUTEX_W",
                    "FUTEX_R",
                    "FUTEX_C",
                    "FUTEX_L",
                    "FUTEX_U",
                    "FUTEX_T");
    private final FlagNames prctl = new FlagNames(PrctlOptions.class, "PR_", "ARCH_");
    private final FlagNames mask = new FlagNames(SigactionFlags.class, "SIG_");

    /// @param length for buffers: how many bytes
    String text(Task t, String type, long value, long length) {
        try {
            return switch (type) {
                case "d" -> Integer.toString((int) value);
                case "u" -> Long.toUnsignedString(value);
                case "p" -> value == 0 ? "NULL" : hex(value);
                case "fd" -> Integer.toString((int) value);
                case "dfd" -> (int) value == AtFlags.AT_FDCWD ? "AT_FDCWD" : "" + (int) value;
                case "mode" -> "0" + Long.toOctalString(value & 0xffff);
                case "oflags" -> openFlags((int) value);
                case "prot" -> protection.flags((int) value);
                case "mapflags" -> mapping.flags((int) value);
                case "cloneflags" -> cloneFlags((int) value);
                case "atflags" -> value == 0 ? "0" : at.flags((int) value);
                case "accmode" -> access.flags((int) value);
                case "whence" -> whence.value((int) value);
                case "clock" -> clocks.value((int) value);
                case "fcntl" -> fcntl.value((int) value);
                case "waitopts" -> value == 0 ? "0" : wait.flags((int) value);
                case "futexop" -> futexOperation((int) value);
                case "prctl" -> prctl.value((int) value);
                case "sighow" -> mask.value((int) value);
                case "sig" -> signal((int) value);
                case "rlimit" -> limit((int) value);
                default -> memory(t, type, value, length);
            };
        } catch (ErrnoException e) {
            return hex(value);
        }
    }

    private String memory(Task t, String type, long address, long length) {
        if (address == 0) {
            return "NULL";
        }
        return switch (type) {
            case "path", "str" -> quoted(t.memory().readString(address, 4096), false);
            case "buf" -> buffer(t, address, length);
            case "argv" -> arguments(t, address);
            case "fds" -> {
                int first = t.memory().getInt(address);
                yield "[" + first + ", " + t.memory().getInt(address + 4) + "]";
            }
            case "wstatus" -> "[" + status(t.memory().getInt(address)) + "]";
            case "sigset" -> signalSet(t.memory().getLong(address));
            case "timespec" -> {
                long seconds = t.memory().getWord(address, t.abi());
                long nanos = t.memory().getWord(address + t.abi().wordSize, t.abi());
                yield "{tv_sec=" + seconds + ", tv_nsec=" + nanos + "}";
            }
            default -> hex(address);
        };
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private String openFlags(int value) {
        String mode =
                switch (value & OpenFlags.O_ACCMODE) {
                    case OpenFlags.O_RDONLY -> "O_RDONLY";
                    case OpenFlags.O_WRONLY -> "O_WRONLY";
                    default -> "O_RDWR";
                };
        int rest = value & ~OpenFlags.O_ACCMODE;
        return rest == 0 ? mode : mode + "|" + open.flags(rest);
    }

    private String cloneFlags(int value) {
        int signal = value & CloneFlags.CSIGNAL;
        int flags = value & ~CloneFlags.CSIGNAL;
        String text = flags == 0 && signal != 0 ? "" : clone.flags(flags);
        return signal == 0 ? text : text + (text.isEmpty() ? "" : "|") + signal(signal);
    }

    private String futexOperation(int value) {
        int command = value & ~(FutexOps.FUTEX_PRIVATE_FLAG | FutexOps.FUTEX_CLOCK_REALTIME);
        String text = futex.value(command);
        if ((value & FutexOps.FUTEX_PRIVATE_FLAG) != 0) {
            text += "_PRIVATE";
        }
        boolean realtime = (value & FutexOps.FUTEX_CLOCK_REALTIME) != 0;
        return realtime ? text + "|FUTEX_CLOCK_REALTIME" : text;
    }

    static String signal(int number) {
        Signal signal = Signal.of(number);
        return signal == null ? Integer.toString(number) : signal.text();
    }

    private static String limit(int number) {
        Rlimit limit = Rlimit.of(number);
        return limit == null ? Integer.toString(number) : "RLIMIT_" + limit.name();
    }

    private static String signalSet(long set) {
        StringBuilder text = new StringBuilder();
        boolean inverted = Long.bitCount(set) > 32;
        long shown = inverted ? ~set : set;
        for (int i = 1; i <= Signal.COUNT; i++) {
            if ((shown >>> i - 1 & 1) != 0) {
                String name = signal(i);
                String brief = name.startsWith("SIG") ? name.substring(3) : name;
                text.append(text.isEmpty() ? "" : " ").append(brief);
            }
        }
        return (inverted ? "~[" : "[") + text + "]";
    }

    private static String status(int status) {
        int low = status & 0x7f;
        if (low == 0) {
            return "{WIFEXITED(s) && WEXITSTATUS(s) == " + (status >> 8 & 0xff) + "}";
        }
        if (low == 0x7f) {
            return "{WIFSTOPPED(s) && WSTOPSIG(s) == " + signal(status >> 8 & 0xff) + "}";
        }
        String core = (status & 0x80) != 0 ? " && WCOREDUMP(s)" : "";
        return "{WIFSIGNALED(s) && WTERMSIG(s) == " + signal(low) + core + "}";
    }

    private static String buffer(Task t, long address, long length) {
        int shown = (int) Math.max(0, Math.min(length, SHOWN));
        byte[] bytes = new byte[shown];
        t.memory().copyFromUser(address, bytes, 0, shown);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return quoted(text, length > SHOWN);
    }

    private static String arguments(Task t, long vector) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < MAX_ARGUMENTS; i++) {
            long at = vector + (long) i * t.abi().wordSize;
            long address = t.memory().getWord(at, t.abi());
            if (address == 0) {
                return text.append(']').toString();
            }
            text.append(i == 0 ? "" : ", ");
            text.append(quoted(t.memory().readString(address, 4096), false));
        }
        return text.append(", ...]").toString();
    }

    private static String quoted(String raw, boolean more) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        text.append(c);
                    } else {
                        escape(text, c, raw, i);
                    }
                }
            }
        }
        return text.append(more ? "\"..." : "\"").toString();
    }

    /// Octal, as short as the next character allows.
    private static void escape(StringBuilder text, char c, String raw, int i) {
        boolean digitFollows =
                i + 1 < raw.length() && raw.charAt(i + 1) >= '0' && raw.charAt(i + 1) <= '7';
        String digits = Integer.toOctalString(c);
        text.append('\\').append(digitFollows ? "0".repeat(3 - digits.length()) : "");
        text.append(digits);
    }
}
