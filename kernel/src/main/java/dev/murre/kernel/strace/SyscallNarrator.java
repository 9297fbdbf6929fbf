package dev.murre.kernel.strace;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.task.Events;
import dev.murre.kernel.task.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells system calls as strace(1) does: `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`.
public final class SyscallNarrator implements Events.Narrator {
    private static final int MAX_ARGUMENTS = 6;
    private static final String UNUSED = "";
    private static final String[] UNKNOWN = {"x", "x", "x", "x", "x", "x"};

    private final Map<Sysno, String[]> formats = load();
    private final ArgumentText arguments = new ArgumentText();

    /// What each thread's call has been told so far: arguments that are read at its beginning.
    private final Map<Task, @Nullable String[]> begun = new HashMap<>();

    private static Map<Sysno, String[]> load() {
        Map<Sysno, String[]> formats = new EnumMap<>(Sysno.class);
        try (InputStream in = SyscallNarrator.class.getResourceAsStream("formats.txt")) {
            if (in == null) {
                throw new IllegalStateException("resource missing: formats.txt");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ");
                    String[] types = java.util.Arrays.copyOfRange(words, 1, words.length);
                    formats.put(Sysno.valueOf(words[0].toUpperCase(Locale.ROOT)), types);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return formats;
    }

    private String[] types(@Nullable Sysno call) {
        return call == null ? UNKNOWN : formats.getOrDefault(call, UNKNOWN);
    }

    @Override
    public String enter(Task t, long number, @Nullable Sysno call) {
        String[] types = types(call);
        @Nullable String[] texts = new @Nullable String[types.length];
        for (int i = 0; i < types.length; i++) {
            if (!types[i].startsWith("<")) {
                long length = i + 1 < MAX_ARGUMENTS ? t.syscallArgument(i + 1) : 0;
                texts[i] = arguments.text(t, types[i], t.syscallArgument(i), length);
            }
        }
        begun.put(t, texts);
        dropUnusedMode(t, types, texts);
        return assemble(number, call, texts);
    }

    /// open(2) looks at the mode only when it makes a file.
    private static void dropUnusedMode(Task t, String[] types, @Nullable String[] texts) {
        int last = types.length - 1;
        if (last > 0 && types[last].equals("mode") && types[last - 1].equals("oflags")) {
            long creates = OpenFlags.O_CREAT | OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;
            if ((t.syscallArgument(last - 1) & creates) == 0) {
                texts[last] = UNUSED;
            }
        }
    }

    @Override
    public String exit(Task t, long number, @Nullable Sysno call, long result) {
        String[] types = types(call);
        @Nullable String[] texts = begun.remove(t);
        if (texts == null || texts.length != types.length) {
            texts = new @Nullable String[types.length];
        }
        for (int i = 0; i < types.length; i++) {
            if (texts[i] == null) {
                boolean fine = !Errno.isError(result);
                String type = fine ? types[i].replace("<", "") : "p";
                texts[i] = arguments.text(t, type, t.syscallArgument(i), result);
            }
        }
        return assemble(number, call, texts) + " = " + result(types, result);
    }

    private static String assemble(long number, @Nullable Sysno call, @Nullable String[] texts) {
        StringBuilder line = new StringBuilder();
        line.append(call == null ? "syscall_" + number : call.text()).append('(');
        for (int i = 0; i < texts.length; i++) {
            String text = texts[i];
            if (text != null && text.equals(UNUSED)) {
                continue;
            }
            line.append(i == 0 ? "" : ", ").append(text == null ? "..." : text);
        }
        return line.append(')').toString();
    }

    private static String result(String[] types, long result) {
        if (Errno.isError(result)) {
            Errno errno = Errno.of((int) -result);
            if (errno == null) {
                return Long.toString(result);
            }
            boolean restart = errno.number >= Errno.ERESTARTSYS.number;
            return (restart ? "? " : "-1 ") + errno + " (" + errno.message + ")";
        }
        boolean address = types.length > 0 && types[0].equals("p") && result > 0xffff;
        return address ? "0x" + Long.toHexString(result) : Long.toString(result);
    }
}
