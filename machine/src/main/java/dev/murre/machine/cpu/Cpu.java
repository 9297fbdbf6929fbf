package dev.murre.machine.cpu;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Helpers;
import dev.murre.machine.memory.GuestMemory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One virtual processor. Owned by the thread that runs it; only {@link #interrupt} may be called
/// from elsewhere.
public final class Cpu extends Registers {
    /// The address space it runs in; set by the kernel's switchMm.
    public GuestMemory memory;

    /// The translated code of that address space.
    public CodeSpace code;

    /// What turns guest bytes into blocks in the present mode (x86-64, i386, ARM…).
    public Translator translator;

    /// The instruction set's helper operations.
    public Helpers helpers;

    /// x86's global descriptor table as far as user code can reach it; the kernel fills it in.
    public final long[] descriptors = new long[16];

    /// The local descriptor table, which belongs to the address space; empty if there is none.
    public long[] localDescriptors = {};

    /// All ones, or 0xffffffff where addresses are 32 bits wide.
    public long addressMask = -1;

    /// Guest instructions that may still run before {@link dev.murre.machine.ir.Trap#BUDGET}.
    /// Counted exactly.
    public long budget;

    /// The processor stops after every instruction with a DEBUG trap (x86: EFLAGS.TF).
    private boolean singleStep;

    /// What stops it with a DEBUG trap besides; null if nothing does.
    private @Nullable DebugRegisters debug;

    /// A segment that does not span all memory is loaded: what accesses go beyond it is looked at.
    private boolean narrowSegments;

    /// Any of these: instructions run one by one.
    private boolean stepwise;

    /// Why it stopped with a DEBUG trap, as DR6 has it: breakpoints met, and {@link #STEPPED}. Zero
    /// for a debug instruction.
    public int debugStatus;

    /// A single step is done: DR6.BS.
    public static final int STEPPED = 0x4000;

    /// The next instruction writes to the page it stands in: it runs once from a translation kept
    /// nowhere, for keeping one would protect the page again.
    public boolean writesItsCode;

    /// What the instructions that read time see: the machine's monotonic clock in nanoseconds. Null
    /// where there is no machine: then the instructions run so far are its time.
    public @Nullable LongSupplier clock;

    /// Details of the last trap, see {@link dev.murre.machine.ir.Trap}.
    public long faultAddress;

    public int faultAccess;
    public long trapInfo;

    /// All instructions handed out as budgets so far; the difference to {@link #budget} is what has
    /// run.
    public long budgetGiven;

    /// For the interpreter: what the helper that has just ended a block came to.
    public int outcome;

    /// Of {@link #memory} while guest code runs, see {@link #showWindow}: {@link
    /// GuestMemory#base()},
    /// {@link GuestMemory#limit()} and {@link GuestMemory#perms()}.
    public long windowBase;

    public long windowLimit;
    public byte[] windowPerms = {};

    /// For engines: the block that was left last, and by which exit.
    public @Nullable Block lastBlock;

    public int lastExit;

    /// For the interpreter within compiled code: where that goes on.
    public long stopPc = NOWHERE;

    /// No instruction's address.
    public static final long NOWHERE = 1L << 62;

    /// For compiled code: by which of its entries the region is entered that runs next.
    public int entry;

    /// For compiled code: what runs next when a region was left for it.
    public @Nullable CompiledCode successor;

    /// For compiled code: the state of arithmetic on doubles, see
    /// {@link dev.murre.machine.ir.ValueForm.Everyday}.
    public int arithmetic;

    /// For compiled code: how deep the calls are nested that the region is called by which runs
    /// next.
    public int callDepth;

    /// For compiled code: where the guest returns to, after {@link CompiledCode#RETURN}.
    public long returnPc;

    /// For compiled code: what {@link CodeSpace#epoch} is while it runs.
    public @Nullable Object epoch;

    /// Told of hot blocks; null where nothing compiles them.
    public @Nullable HotCode hotCode;

    /// Whether every block counts as hot even before it first runs.
    public boolean compileAtOnce;

    private volatile boolean interrupted;

    public Cpu(GuestMemory memory, CodeSpace code, Translator translator, Helpers helpers) {
        this.memory = memory;
        this.code = code;
        this.translator = translator;
        this.helpers = helpers;
    }

    public boolean singleStep() {
        return singleStep;
    }

    public void setSingleStep(boolean on) {
        singleStep = on;
        setStepwise();
    }

    public @Nullable DebugRegisters debug() {
        return debug;
    }

    /// Has it heed debug registers, or none.
    public void setDebug(@Nullable DebugRegisters registers) {
        debug = registers;
        setStepwise();
    }

    public boolean narrowSegments() {
        return narrowSegments;
    }

    /// Has it check accesses against the limits of segments.
    public void setNarrowSegments(boolean on) {
        narrowSegments = on;
        setStepwise();
    }

    private void setStepwise() {
        stepwise = singleStep || debug != null || narrowSegments;
    }

    /// Whether instructions have to run one by one.
    public boolean isStepwise() {
        return stepwise;
    }

    /// Asks the processor to leave guest code soon, from any thread.
    public void interrupt() {
        interrupted = true;
    }

    /// Whether {@link #interrupt} was called since the last {@link #acknowledge}.
    public boolean isInterrupted() {
        return interrupted;
    }

    public void acknowledge() {
        interrupted = false;
    }

    /// Comes before any guest code runs: tells it where memory is. That changes only while none
    /// runs.
    public void showWindow() {
        windowBase = memory.base();
        windowLimit = memory.limit();
        byte[] perms = memory.perms();
        if (windowPerms != perms) {
            windowPerms = perms;
        }
    }

    /// What runs next after {@link CompiledCode#SUCCESSOR}.
    public CompiledCode takeSuccessor() {
        return java.util.Objects.requireNonNull(successor);
    }

    /// Lets the processor run `instructions` more guest instructions.
    public void grantBudget(long instructions) {
        budgetGiven += instructions - budget;
        budget = instructions;
    }

    /// Guest instructions run so far by this processor.
    public long instructionsRun() {
        return budgetGiven - budget;
    }
}
