package dev.murre.machine.cpu;

/// A region of guest code that was compiled.
public abstract class CompiledCode {
    /// The most guest instructions that run between two looks at the budget.
    private final int instructions;

    /// The pages whose bytes it was made from.
    private final CodePage[] pages;

    protected CompiledCode(int instructions, CodePage[] pages) {
        this.instructions = instructions;
        this.pages = pages;
    }

    /// Runs from the region's entry (PC is known) until it is left: {@link #NEXT} with PC set, or a trap.
    public abstract int run(Cpu cpu);

    /// Another block has to run next.
    public static final int NEXT = -4;

    /// Whether `cpu` may enter now: enough budget for it to be exact, and the code is still what was compiled.
    public final boolean mayRun(Cpu cpu) {
        if (cpu.budget < instructions || cpu.singleStep) {
            return false;
        }
        for (CodePage page : pages) {
            if (!cpu.code.has(page)) {
                return false;
            }
        }
        return true;
    }
}
