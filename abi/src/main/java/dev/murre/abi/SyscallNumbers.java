package dev.murre.abi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The system call table of one [Abi]: number to name and back.
public final class SyscallNumbers {
    private final @Nullable Sysno[] byNumber;
    private final Map<Integer, Sysno> beyond = new HashMap<>();
    private final EnumMap<Sysno, Integer> numbers = new EnumMap<>(Sysno.class);

    private SyscallNumbers(int size) {
        byNumber = new @Nullable Sysno[size];
    }

    /// Reads the table of an ABI from its resource.
    public static SyscallNumbers load(Abi abi) {
        String resource =
                switch (abi) {
                    case X86_64 -> "syscalls-x86_64.txt";
                    case I386 -> "syscalls-i386.txt";
                    case ARM -> "syscalls-arm.txt";
                };
        SyscallNumbers table = new SyscallNumbers(512);
        try (InputStream in = SyscallNumbers.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + resource);
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    table.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String line) {
        int space = line.indexOf(' ');
        int number = Integer.parseInt(line.substring(0, space));
        Sysno sysno = Sysno.valueOf(line.substring(space + 1).toUpperCase(java.util.Locale.ROOT));
        if (number < byNumber.length) {
            byNumber[number] = sysno;
        } else {
            beyond.put(number, sysno);
        }
        numbers.putIfAbsent(sysno, number);
    }

    /// The call with this number, or null if the ABI has none.
    public @Nullable Sysno name(long number) {
        if (number >= 0 && number < byNumber.length) {
            return byNumber[(int) number];
        }
        return number == (int) number ? beyond.get((int) number) : null;
    }

    /// The number of a call in this ABI, or -1 if it has none.
    public int number(Sysno sysno) {
        return numbers.getOrDefault(sysno, -1);
    }
}
