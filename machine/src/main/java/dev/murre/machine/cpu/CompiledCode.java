package dev.murre.machine.cpu;

import org.jspecify.annotations.Nullable;

/// A region of guest code that was compiled.
public abstract class CompiledCode {
    /// The pages whose bytes it was made from.
    private final CodePage[] pages;

    /// The epoch of the address space in which the pages were last found to be in place.
    public @Nullable Object validUnder;

    private boolean dropped;

    protected CompiledCode(CodePage[] pages) {
        this.pages = pages;
    }

    /// Runs from the region's entry {@link Cpu#entry} (PC is known) until it is left: {@link #NEXT}
    /// with PC set, {@link #RETURN}, {@link #SUCCESSOR} or a trap. General registers and condition
    /// codes are in the
    /// fields of {@link Registers} before
    /// and after.
    public abstract int run(Cpu cpu);

    /// Another block has to run next.
    public static final int NEXT = -4;

    /// What {@link #run} returns when other code has to run next: see {@link Cpu#takeSuccessor}.
    public static final int SUCCESSOR = -10;

    /// What {@link #run} returns after a return of the guest's to {@link Cpu#returnPc}: PC is not
    /// set.
    public static final int RETURN = -11;

    /// {@link Cpu#lastExit} after an exit that leads to no fixed block.
    public static final int NO_LINK = 2;

    /// {@link Cpu#lastExit} when the interpreter has to run the next block: compiled code could not
    /// go on there.
    public static final int STOPPED = 3;

    /// {@link Cpu#lastExit} when everything that is nested in calls has to end first: somebody
    /// wants
    /// the processor, or the budget is about to end.
    public static final int UNWIND = 4;

    /// No region, or round of a loop in it, is longer than so many instructions.
    public static final int MAX_INSTRUCTIONS = 512;

    /// Whether `cpu` may enter now: enough budget for it to be exact, and the code is still what
    /// was compiled.
    public final boolean mayRun(Cpu cpu) {
        return cpu.budget >= MAX_INSTRUCTIONS && !cpu.isStepwise() && isValid(cpu.code);
    }

    /// Whether the code is what was compiled, in this address space.
    public final boolean isValid(CodeSpace space) {
        return validUnder == space.epoch || revalidate(space);
    }

    /// Has it not be entered any more (or hardly, by other processors).
    protected final void drop() {
        dropped = true;
        validUnder = null;
    }

    private boolean revalidate(CodeSpace space) {
        if (dropped) {
            return false;
        }
        for (CodePage page : pages) {
            if (!space.has(page)) {
                return false;
            }
        }
        validUnder = space.epoch;
        return true;
    }
}
