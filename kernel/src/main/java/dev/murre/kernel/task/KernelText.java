package dev.murre.kernel.task;

import dev.murre.trace.KernelSymbol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The kernel's "text": addresses for the places at which a switched-out task goes on, and for the
/// functions of kernel threads, so that kernel stacks hold real return addresses.
public final class KernelText {
    private static final long BASE = 0xffffffff81000000L;
    private static final int SPACING = 0x1000;

    /// A place at which a task goes on when it gets the processor.
    @FunctionalInterface
    interface Continuation {
        void resume(VirtualCpu cpu, Task task);
    }

    private record Symbol(String name, Object what) {}

    private final List<Symbol> symbols = new ArrayList<>();
    private final long base;

    KernelText(boolean is64) {
        base = is64 ? BASE : 0xc1000000L;
    }

    /// Gives something an address.
    long add(String name, Object what) {
        symbols.add(new Symbol(name, what));
        return base + (long) (symbols.size() - 1) * SPACING;
    }

    /// The address of a kernel thread's function, made at its first use.
    long addressOf(KernelFunction function, String name) {
        for (int i = 0; i < symbols.size(); i++) {
            if (symbols.get(i).what == function) {
                return base + (long) i * SPACING;
            }
        }
        return add(name, function);
    }

    private Symbol symbol(long address) {
        long index = (address - base) / SPACING;
        if (index < 0 || index >= symbols.size() || (address - base) % SPACING != 0) {
            throw new KernelOops(
                    "no kernel code at 0x" + Long.toHexString(address) + " to return to");
        }
        return symbols.get((int) index);
    }

    Continuation continuation(long address) {
        if (symbol(address).what instanceof Continuation continuation) {
            return continuation;
        }
        throw new KernelOops("return into the middle of " + symbol(address).name);
    }

    KernelFunction function(long address) {
        if (symbol(address).what instanceof KernelFunction function) {
            return function;
        }
        throw new KernelOops("call of " + symbol(address).name + " as a function");
    }

    /// Where the kernel's functions are; addresses are given to those that have none yet.
    public Map<KernelSymbol, Long> functions() {
        Map<KernelSymbol, Long> addresses = new EnumMap<>(KernelSymbol.class);
        for (KernelSymbol function : KernelSymbol.values()) {
            int index = 0;
            while (index < symbols.size() && !symbols.get(index).name.equals(function.text())) {
                index++;
            }
            long address = base + (long) index * SPACING;
            addresses.put(function, address);
            if (index == symbols.size()) {
                add(function.text(), function);
            }
        }
        return addresses;
    }

    /// The name at an address, as kallsyms has it; null if there is none.
    public @org.jspecify.annotations.Nullable String nameAt(long address) {
        long index = (address - base) / SPACING;
        return index >= 0 && index < symbols.size() ? symbols.get((int) index).name : null;
    }
}
