package dev.murre.kernel.init;

import dev.murre.abi.Abi;
import dev.murre.kernel.task.GuestEngine;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.jit.CompileQueue;
import dev.murre.machine.jit.MemoryOrder;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.Descriptors;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Decodes guest code to the IR and executes that, by interpreter and compiler.
public final class TranslatingEngine implements GuestEngine, AutoCloseable {
    private static final long LOW_4_GIB = 0xffff_ffffL;

    private final EngineKind kind;
    private final MemoryOrder order;
    private final EnumMap<Abi, CompileQueue> compilers = new EnumMap<>(Abi.class);

    private final Map<Cpu, EnumMap<Abi, X86Translator>> translators = new ConcurrentHashMap<>();

    /// @param cpus how many processors may run it at a time
    public TranslatingEngine(EngineKind kind, int cpus) {
        this.kind = kind;
        this.order = cpus == 1 ? MemoryOrder.ALONE : MemoryOrder.TOTAL_STORE;
        readTables();
    }

    /// Reading the decoder's tables takes a good part of a machine's start: it is done beside the
    /// rest.
    private static void readTables() {
        Thread.ofPlatform()
                .daemon()
                .name("murre-tables")
                .start(() -> new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64));
    }

    @Override
    public Cpu newCpu(GuestMemory memory, CodeSpace code, Abi abi) {
        Cpu cpu = new Cpu(memory, code, translator(abi), X86Helpers.INSTANCE);
        Descriptors.fillFlat(cpu.descriptors);
        setMode(cpu, abi);
        return cpu;
    }

    @Override
    public void setMode(Cpu cpu, Abi abi) {
        cpu.translator = translatorOf(cpu, abi);
        cpu.addressMask = addressMask(abi);
        cpu.hotCode = kind == EngineKind.INTERPRETER ? null : compiler(abi);
        cpu.compileAtOnce = kind == EngineKind.COMPILED;
    }

    /// A translator is not thread-safe, so each processor has its own, one a mode.
    private X86Translator translatorOf(Cpu cpu, Abi abi) {
        return translators
                .computeIfAbsent(cpu, key -> new EnumMap<>(Abi.class))
                .computeIfAbsent(abi, TranslatingEngine::translator);
    }

    private static X86Translator translator(Abi abi) {
        return switch (abi) {
            case X86_64 -> new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64);
            case I386 -> new X86Translator(X86Mode.BITS32, SegmentSelectors.LINUX_COMPAT);
            case ARM -> throw new UnsupportedOperationException("no ARM processor yet");
        };
    }

    private static long addressMask(Abi abi) {
        return abi == Abi.X86_64 ? -1 : LOW_4_GIB;
    }

    private synchronized CompileQueue compiler(Abi abi) {
        return compilers.computeIfAbsent(
                abi,
                key -> new CompileQueue(X86Helpers.INSTANCE, addressMask(key), timing(), order));
    }

    private CompileQueue.Timing timing() {
        return kind == EngineKind.COMPILED
                ? CompileQueue.Timing.AT_ONCE
                : CompileQueue.Timing.BACKGROUND;
    }

    @Override
    public int run(Cpu cpu) {
        return Interpreter.run(cpu);
    }

    @Override
    public synchronized void close() {
        compilers.values().forEach(CompileQueue::close);
        compilers.clear();
    }
}
