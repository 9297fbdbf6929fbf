package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.DebugRegisters;
import dev.murre.machine.cpu.Translator;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.CodeWindow;
import dev.murre.machine.x86.DecodeStatus;
import dev.murre.machine.x86.X86Decoder;
import dev.murre.machine.x86.X86Mode;
import org.jspecify.annotations.Nullable;

/// Makes blocks of x86 code: decodes from an address on until something ends the block.
///
/// Not thread-safe: one translator a processor.
public final class X86Translator implements Translator {
    private static final int PAGE_SHIFT = 12;

    private final X86Mode mode;
    private final X86Decoder decoder;
    private final IrBuilder ir = new IrBuilder();
    private final X86Emitter emitter;
    private final X86Lowering lowering;

    private final CodeWindow window = new CodeWindow();
    private final MemoryAccesses accesses;

    /// Makes a translator for one mode with the selectors its code sees.
    public X86Translator(X86Mode mode, SegmentSelectors selectors) {
        this.mode = mode;
        this.decoder = new X86Decoder(mode);
        this.emitter = new X86Emitter(mode, selectors, ir);
        this.lowering = new X86Lowering(emitter);
        this.accesses = new MemoryAccesses(mode);
    }

    @Override
    public int mode() {
        return mode.ordinal();
    }

    @Override
    public Block translate(Cpu cpu, CodePage page, long start, int maxInstructions) {
        fillWindow(cpu, start);
        ir.start(start);
        long pc = start;
        int instructions = 0;
        while (true) {
            DecodeStatus status = decoder.decode(window, pc, emitter.insn);
            if (status == DecodeStatus.FETCH_FAULT && extendWindow(cpu)) {
                status = decoder.decode(window, pc, emitter.insn);
            }
            if (status == DecodeStatus.FETCH_FAULT) {
                pc = endAtUnreadable(cpu, pc, instructions);
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
        return ir.finish(pc, page, secondPage(cpu, start, pc));
    }

    @Override
    public int touches(Cpu cpu, @Nullable DebugRegisters debug) {
        return accesses.touch(cpu, debug);
    }

    /// The rest of the page from `start` on.
    private void fillWindow(Cpu cpu, long start) {
        int count = GuestMemory.PAGE_SIZE - ((int) start & GuestMemory.PAGE_MASK);
        window.start = start;
        window.size = count;
        Host.copyOut(cpu.memory.base() + start, window.bytes, 0, count);
    }

    /// Adds what an instruction may need of the next page, if it can be had and is not there yet.
    private boolean extendWindow(Cpu cpu) {
        long next = window.start + window.size & mode.addressMask();
        boolean whole = (next & GuestMemory.PAGE_MASK) == 0;
        if (!whole || !isExecutable(cpu, next) || cpu.code.find(next >>> PAGE_SHIFT) == null) {
            return false;
        }
        int count = X86Decoder.MAX_LENGTH;
        Host.copyOut(cpu.memory.base() + next, window.bytes, window.size, count);
        window.size += count;
        return true;
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
    private long endAtUnreadable(Cpu cpu, long pc, int instructions) {
        if (instructions > 0) {
            ir.jump(pc);
            return pc;
        }
        long missing = emitter.insn.faultAddress;
        ir.beginInstruction(pc);
        ir.fetchTrap(isExecutable(cpu, missing) ? Trap.CODE_PAGE : Trap.PAGE, missing);
        return pc + 1;
    }

    private static boolean isExecutable(Cpu cpu, long address) {
        return cpu.memory.allows(address, 1, Perm.EXEC);
    }
}
