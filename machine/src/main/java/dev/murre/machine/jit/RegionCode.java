package dev.murre.machine.jit;

import dev.murre.machine.cpu.CodeEntry;
import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.Refusal;
import dev.murre.machine.interp.Chain;
import dev.murre.machine.interp.Exits;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.interp.Rare;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.ir.ValueForm;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import org.jspecify.annotations.Nullable;

/// What generated classes extend: their constants, and the cold paths they share. All of these run
/// with every register in
/// its home.
public abstract class RegionCode extends CompiledCode {
    /// How a region is left; the low bits of a *site*, whose others are block and operation.
    static final int EXIT0 = 0;

    static final int EXIT1 = 1;
    static final int HEADER = 3;
    static final int FAULT = 4;
    static final int TRAP = 5;
    static final int INTERPRET = 6;
    static final int UNUSUAL = 7;

    /// What {@link #strayed} returns when the guest has come back to where the call returns to.
    static final int RETURNED = -9;

    static final int MAX_DEPTH = 192;

    /// So many instructions may pass, about, until a loop sees that the processor is wanted.
    static final int UNINTERRUPTED = 4096;

    /// So many instructions in a loop count as much as an entry.
    private static final int ROUND = 64;

    /// The rounding error of a product this large is a normal number itself, or 0.
    private static final double ROOM = 0x1p-800;

    /// When better code has come, loops in the old code have to be left for it. More than one
    /// processor may be in them: a few more times than needed does no harm.
    private static final int LEAVE_FOR_BETTER = 8;

    /// So often may arithmetic be unusual before the code is made anew.
    private static final int UNUSUAL_LIMIT = 100;

    private final Block[] blocks;
    private int toLeave;
    private int unusual;

    /// How much it has run: entries, and loops by their instructions. A hint, not exact.
    protected int heat;

    protected RegionCode(CodePage[] pages, Block[] blocks) {
        super(pages);
        this.blocks = blocks;
    }

    final int heat() {
        return heat;
    }

    /// HotSpot has made better code of it.
    final void improved() {
        toLeave = LEAVE_FOR_BETTER;
    }

    static int site(int kind, int block, int op) {
        return kind | block << 3 | op << 10;
    }

    /// The end of every exit: PC, budget and the trap's details become exact.
    ///
    /// @param at the address that faulted or is jumped to
    protected final int leave(Cpu cpu, int site, long at) {
        Block block = blocks[site >> 3 & 127];
        int op = site >>> 10;
        switch (site & 7) {
            case EXIT0, EXIT1 -> {
                int exit = site & 1;
                cpu.s[Slots.PC] = exit == 0 ? block.exit0 : block.exit1;
                cpu.lastBlock = block;
                cpu.lastExit = exit;
                return NEXT;
            }
            case HEADER -> {
                cpu.s[Slots.PC] = block.pc;
                cpu.lastExit = STOPPED;
                return NEXT;
            }
            case INTERPRET -> {
                cpu.lastExit = STOPPED;
                return Exits.atInstruction(cpu, block, op + 1, NEXT);
            }
            case UNUSUAL -> {
                unusual(block);
                cpu.lastExit = STOPPED;
                return Exits.atInstruction(cpu, block, op + 1, NEXT);
            }
            case FAULT -> {
                return fault(cpu, block, op, at);
            }
            default -> {
                cpu.toSlots();
                return Rare.execute(cpu, block.ops[op], block, op + 1);
            }
        }
    }

    /// Numbers in `block` were not what its code is made for.
    private void unusual(Block block) {
        if (++unusual >= UNUSUAL_LIMIT && !block.unusual) {
            block.unusual = true;
            drop();
            for (Block each : blocks) {
                each.dropCode(this);
            }
        }
    }

    private static int fault(Cpu cpu, Block block, int op, long at) {
        int opcode = Op.opcode(block.ops[op]);
        boolean write =
                switch (opcode) {
                    case Op.ST8, Op.ST16, Op.ST32, Op.ST64, Op.ST128, Op.PUSH64, Op.PUSH32 -> true;
                    case Op.LDM8, Op.LDM16, Op.LDM32, Op.LDM64 -> true;
                    default -> false;
                };
        return Exits.pageFault(
                cpu, block, op + 1, at, sizeOf(opcode), write ? Perm.WRITE : Perm.READ);
    }

    static int sizeOf(int opcode) {
        return switch (opcode) {
            case Op.LD8U, Op.LD8S, Op.LDM8, Op.ST8 -> 1;
            case Op.LD16U, Op.LD16S, Op.LDM16, Op.ST16 -> 2;
            case Op.LD32U, Op.LD32S, Op.LDM32, Op.ST32, Op.PUSH32, Op.POP32 -> 4;
            case Op.LD128, Op.ST128 -> 16;
            default -> 8;
        };
    }

    /// Whether the pages of the first and the last of `size` bytes from `address` on, within the
    /// window, allow `bits`.
    protected static boolean allowBoth(byte[] perms, long address, int size, int bits) {
        return (perms[(int) (address >>> GuestMemory.PAGE_SHIFT)]
                        & perms[(int) (address + size - 1 >>> GuestMemory.PAGE_SHIFT)]
                        & bits)
                == bits;
    }

    /// Throws if the region must be left where it begins or loops: somebody wants the processor, or
    /// the budget may not last for another round.
    ///
    /// @return the budget at which to ask again
    protected final long poll(Cpu cpu, long budget) {
        if (budget < MAX_INSTRUCTIONS || cpu.isInterrupted() || toLeave > 0 && toLeave-- > 0) {
            throw Refusal.INSTANCE;
        }
        heat += UNINTERRUPTED / ROUND;
        return Math.max(budget - UNINTERRUPTED, MAX_INSTRUCTIONS);
    }

    /// True for all but subnormal numbers and NaNs.
    protected static boolean isTame(double x) {
        return Math.abs(x) >= Double.MIN_NORMAL || x == 0;
    }

    /// True for zeros and normal numbers.
    protected static boolean isOrdinary(double x) {
        double size = Math.abs(x);
        return size >= Double.MIN_NORMAL ? size <= Double.MAX_VALUE : size == 0;
    }

    /// True for normal numbers but those in the lowest binade, which may have been rounded up from
    /// below.
    protected static boolean isLarge(double x) {
        double size = Math.abs(x);
        return size >= 2 * Double.MIN_NORMAL && size <= Double.MAX_VALUE;
    }

    protected static boolean isZeroProduct(double x, double y, double product) {
        return product == 0 && (x == 0 || y == 0);
    }

    protected static boolean isZeroQuotient(double x, double y, double quotient) {
        return quotient == 0 && x == 0;
    }

    /// Whether an everyday sum (see [dev.murre.machine.ir.ValueForm.Everyday]) raises no more than
    /// what has been raised already.
    protected static boolean isSilentSum(Cpu cpu, double x, double y, double sum) {
        if (cpu.arithmetic != ValueForm.PLAIN) {
            return cpu.arithmetic > 0;
        }
        double part = sum - x;
        return (x - (sum - part)) + (y - part) == 0;
    }

    /// The same for a product.
    protected static boolean isSilentProduct(Cpu cpu, double x, double y, double product) {
        if (cpu.arithmetic != ValueForm.PLAIN) {
            return cpu.arithmetic > 0;
        }
        return Math.abs(product) >= ROOM ? Math.fma(x, y, -product) == 0 : product == 0;
    }

    /// The same for a quotient.
    protected static boolean isSilentQuotient(Cpu cpu, double x, double y, double quotient) {
        if (cpu.arithmetic != ValueForm.PLAIN) {
            return cpu.arithmetic > 0;
        }
        return Math.abs(x) >= ROOM ? Math.fma(quotient, y, -x) == 0 : quotient == 0;
    }

    /// Executes an operation that has no code of its own: NONE, or what ends the region.
    protected final int rare(Cpu cpu, int site) {
        Block block = blocks[site >> 3 & 127];
        int op = site >>> 10;
        return Rare.execute(cpu, block.ops[op], block, op + 1);
    }

    /// A helper's outcome that is not NONE ends the region.
    protected final int afterHelper(Cpu cpu, int site, int outcome) {
        return Exits.afterHelper(cpu, blocks[site >> 3 & 127], (site >>> 10) + 1, outcome);
    }

    /// Has the code that goes on after an exit to a fixed address run next, if it may run now; else
    /// PC is set.
    protected final int follow(Cpu cpu, int site) {
        Block from = blocks[site >> 3 & 127];
        Block next = (site & 7) == EXIT0 ? from.link0 : from.link1;
        CompiledCode code = next == null ? null : next.enter(cpu);
        if (code == null || !mayEnter(cpu, code)) {
            return leave(cpu, site, 0);
        }
        cpu.successor = code;
        return SUCCESSOR;
    }

    /// The same for an exit to a computed address.
    protected static int jumpTo(Cpu cpu, long target) {
        cpu.s[Slots.PC] = target;
        cpu.lastExit = NO_LINK;
        Block block = cpu.code.lookup(target);
        CompiledCode code = block == null ? null : block.enter(cpu);
        if (code == null || !mayEnter(cpu, code)) {
            return NEXT;
        }
        cpu.successor = code;
        return SUCCESSOR;
    }

    /// The code of the function that block `index` calls; null, with PC set to it, if it cannot be
    /// entered from here.
    protected final @Nullable CodeEntry callee(Cpu cpu, int index) {
        Block from = blocks[index];
        Block target = from.link0;
        CodeEntry entry = target == null ? null : target.entry();
        if (entry == null || !mayCall(cpu, entry.code())) {
            cpu.s[Slots.PC] = from.exit0;
            cpu.lastBlock = from;
            cpu.lastExit = 0;
            return null;
        }
        return entry;
    }

    private static boolean mayCall(Cpu cpu, CompiledCode code) {
        return cpu.callDepth < MAX_DEPTH && mayEnter(cpu, code);
    }

    private static boolean mayEnter(Cpu cpu, CompiledCode code) {
        return code.isValid(cpu.code) && !cpu.isInterrupted();
    }

    /// As {@link #callee}, for a computed target.
    protected static @Nullable CodeEntry calleeAt(Cpu cpu, long target) {
        Block block = cpu.code.lookup(target);
        CodeEntry entry = block == null ? null : block.entry();
        if (entry == null || !mayCall(cpu, entry.code())) {
            cpu.s[Slots.PC] = target;
            cpu.lastExit = NO_LINK;
            return null;
        }
        return entry;
    }

    /// What a computed call remembers: what it called first, as long as that is of use.
    protected static CodeEntry toRemember(@Nullable CodeEntry known, CodeEntry called) {
        return known == null || known.code().validUnder == null ? called : known;
    }

    /// The callee was left with `outcome`, but not to its caller: runs what follows, compiled or
    /// not, until control comes to `returnPc` after all (RETURNED) or the whole region has to
    /// return something.
    ///
    /// @param depth how deep the callee is nested
    protected static int strayed(Cpu cpu, int outcome, long returnPc, int depth) {
        int last = outcome;
        while (true) {
            cpu.callDepth = depth;
            if (last == SUCCESSOR) {
                last = cpu.takeSuccessor().run(cpu);
                continue;
            }
            if (last == RETURN) {
                if (cpu.returnPc == returnPc) {
                    return RETURNED;
                }
                Chain.setPc(cpu);
            } else if (last != NEXT || cpu.lastExit == UNWIND) {
                return last;
            }
            if (cpu.s[Slots.PC] == returnPc) {
                return RETURNED;
            }
            CompiledCode code = Chain.next(cpu);
            last = code != null ? code.run(cpu) : Interpreter.within(cpu, returnPc);
        }
    }

    /// Nothing went wrong.
    static final int NONE = Trap.NONE;
}
