package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.SyscallNumbers;
import dev.murre.abi.Sysno;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// Which handler serves which system call. Topics add theirs at boot; one handler serves all ABIs
/// in which the call has a number.
public final class SyscallTable {
    private final EnumMap<Sysno, SyscallHandler> handlers = new EnumMap<>(Sysno.class);
    private final EnumMap<Abi, SyscallNumbers> numbers = new EnumMap<>(Abi.class);
    private final EnumMap<Abi, @Nullable SyscallHandler[]> byNumber = new EnumMap<>(Abi.class);

    private @Nullable SyscallHandler @Nullable [] flat64;

    /// Registers the handler of a call, in place of any before it.
    public SyscallTable on(Sysno sysno, SyscallHandler handler) {
        handlers.put(sysno, handler);
        byNumber.clear();
        flat64 = null;
        return this;
    }

    /// The names of an ABI's numbers.
    public SyscallNumbers numbers(Abi abi) {
        return numbers.computeIfAbsent(abi, SyscallNumbers::load);
    }

    /// The handler of a call, or null if nothing serves it.
    public @Nullable SyscallHandler handler(Sysno sysno) {
        return handlers.get(sysno);
    }

    /// The handler of a number in an ABI, or null if nothing serves it.
    @Nullable SyscallHandler find(Abi abi, long number) {
        @Nullable SyscallHandler[] table = abi == Abi.X86_64 ? flat64 : handlers(abi);
        if (table == null) {
            table = handlers(abi);
            flat64 = table;
        }
        if (number >= 0 && number < table.length) {
            return table[(int) number];
        }
        Sysno sysno = numbers(abi).name(number);
        return sysno == null ? null : handlers.get(sysno);
    }

    /// The handlers of an ABI by number; the array is not to be written to.
    public @Nullable SyscallHandler[] handlers(Abi abi) {
        return byNumber.computeIfAbsent(abi, this::flatten);
    }

    private @Nullable SyscallHandler[] flatten(Abi abi) {
        SyscallNumbers table = numbers(abi);
        @Nullable SyscallHandler[] flat = new @Nullable SyscallHandler[512];
        for (int i = 0; i < flat.length; i++) {
            Sysno sysno = table.name(i);
            flat[i] = sysno == null ? null : handlers.get(sysno);
        }
        return flat;
    }
}
