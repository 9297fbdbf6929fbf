package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.Translator;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.DecodeStatus;
import dev.murre.machine.x86.InstructionBytes;
import dev.murre.machine.x86.X86Decoder;
import dev.murre.machine.x86.X86Mode;
import org.jspecify.annotations.Nullable;

/// Makes blocks of x86 code: decodes from an address on until something ends the block.
///
/// Not thread-safe: one translator a processor.
public final class X86Translator implements Translator, InstructionBytes {
    private static final int PAGE_SHIFT = 12;

    private final X86Mode mode;
    private final X86Decoder decoder;
    private final IrBuilder ir = new IrBuilder();
    private final X86Emitter emitter;
    private final X86Lowering lowering;

    private @Nullable Cpu cpu;
    private long readablePage = -1;

    /// Makes a translator for one mode with the selectors its code sees.
    public X86Translator(X86Mode mode, SegmentSelectors selectors) {
        this.mode = mode;
        this.decoder = new X86Decoder(mode);
        this.emitter = new X86Emitter(mode, selectors, ir);
        this.lowering = new X86Lowering(emitter);
    }

    @Override
    public int mode() {
        return mode.ordinal();
    }

    @Override
    public Block translate(Cpu forCpu, CodePage page, long start, int maxInstructions) {
        cpu = forCpu;
        readablePage = start >>> PAGE_SHIFT;
        ir.start(start);
        long pc = start;
        int instructions = 0;
        while (true) {
            DecodeStatus status = decoder.decode(this, pc, emitter.insn);
            if (status == DecodeStatus.FETCH_FAULT) {
                pc = endAtUnreadable(pc, instructions);
                break;
            }
            emitter.begin();
            lowering.lower();
            pc = emitter.next();
            instructions++;
            if (emitter.hasEnded()) {
                break;
            }
            if (instructions >= maxInstructions || ir.isFull() || leaves(start, pc)) {
                ir.jump(pc);
                break;
            }
        }
        return ir.finish(pc, page, secondPage(forCpu, start, pc));
    }

    private static boolean leaves(long start, long pc) {
        return pc >>> PAGE_SHIFT != start >>> PAGE_SHIFT;
    }

    private static @Nullable CodePage secondPage(Cpu cpu, long start, long end) {
        long last = end - 1 >>> PAGE_SHIFT;
        return last == start >>> PAGE_SHIFT ? null : cpu.code.find(last);
    }

    /// Ends a block before an instruction that reaches into a page that cannot be read yet. Where
    /// that is the first one the block asks for the page.
    private long endAtUnreadable(long pc, int instructions) {
        if (instructions > 0) {
            ir.jump(pc);
            return pc;
        }
        long missing = emitter.insn.faultAddress;
        ir.beginInstruction(pc);
        ir.fetchTrap(isExecutable(missing) ? Trap.CODE_PAGE : Trap.PAGE, missing);
        return pc + 1;
    }

    private boolean isExecutable(long address) {
        return cpu != null && cpu.memory.allows(address, 1, Perm.EXEC);
    }

    @Override
    public int byteAt(long address) {
        Cpu current = cpu;
        if (current == null) {
            return -1;
        }
        long page = address >>> PAGE_SHIFT;
        if (page != readablePage) {
            if (!isExecutable(address) || current.code.find(page) == null) {
                return -1;
            }
        }
        return Host.get8(current.memory.base() + address) & 0xff;
    }
}
