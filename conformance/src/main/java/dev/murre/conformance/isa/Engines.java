package dev.murre.conformance.isa;

import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.jit.CompileQueue;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// The processors that can be compared with the host's.
final class Engines {
    /// The first is the default.
    static final List<String> NAMES = List.of("interpreter", "compiled", "native");

    private Engines() {}

    static Engine create(String name, MemoryTemplate template)
            throws IOException, InterruptedException {
        return switch (name) {
            case "interpreter" -> murre(template);
            case "compiled" -> compiled(template);
            case "native" -> new NativeEngine(new NativeProcessor(HarnessBuild.build(), template));
            default -> throw new IllegalArgumentException("no engine " + name);
        };
    }

    private static MurreEngine murre(MemoryTemplate template) {
        return new MurreEngine(
                template,
                new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                new X86Translator(X86Mode.BITS32, SegmentSelectors.LINUX_COMPAT),
                X86Helpers.INSTANCE,
                Interpreter::run);
    }

    private static MurreEngine compiled(MemoryTemplate template) {
        MurreEngine engine = murre(template);
        engine.compileEverything(compiler(X86Mode.BITS64), compiler(X86Mode.BITS32));
        return engine;
    }

    /// Half of all blocks are compiled as those in which arithmetic has met unusual numbers.
    private static HotCode compiler(X86Mode mode) {
        CompileQueue queue =
                new CompileQueue(
                        X86Helpers.INSTANCE, mode.addressMask(), CompileQueue.Timing.AT_ONCE);
        return block -> {
            block.unusual = (Arrays.hashCode(block.ops) & 1) != 0;
            queue.hot(block);
        };
    }
}
