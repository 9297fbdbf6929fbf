package dev.murre.conformance.isa;

import dev.murre.arch.ThreadState;
import dev.murre.arch.x86.Fxsave;
import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.cpu.Translator;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Helpers;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.lower.AddressFaults;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.ToIntFunction;

/// Murre's x86 processor with one of its engines.
final class MurreEngine implements Engine {
    private static final long BUDGET = 20_000;
    private static final byte INT3 = (byte) 0xcc;
    private static final int FAULT_WRITE = 2;
    private static final int FAULT_FETCH = 0x10;

    private final MemoryTemplate template;
    private final Translator longMode;
    private final Translator compatibility;
    private final ToIntFunction<Cpu> engine;
    private final HostMemory host = new HostMemory();
    private final GuestMemory memory = host.window(HostMemory.SMALL_WINDOW);
    private final CodeSpace code = new CodeSpace();
    private final ThreadState thread = new ThreadState();
    private final MemorySegment[] templatePages = new MemorySegment[CaseFormat.WRITABLE_PAGES];
    private final MemorySegment[] guestPages = new MemorySegment[CaseFormat.WRITABLE_PAGES];
    private final Cpu cpu;
    private Map<IsaCase.Mode, HotCode> compilers = Map.of();

    MurreEngine(
            MemoryTemplate template,
            Translator longMode,
            Translator compatibility,
            Helpers helpers,
            ToIntFunction<Cpu> engine) {
        this.template = template;
        this.longMode = longMode;
        this.compatibility = compatibility;
        this.engine = engine;
        cpu = new Cpu(memory, code, longMode, helpers);
        int readOnly = Perm.PRESENT | Perm.READ;
        for (int i = 0; i < CaseFormat.TEMPLATE_ADDRESSES.length; i++) {
            long address = CaseFormat.TEMPLATE_ADDRESSES[i];
            Host.copyIn(
                    template.bytes, i * CaseFormat.PAGE, memory.base() + address, CaseFormat.PAGE);
            boolean writable = i < CaseFormat.WRITABLE_PAGES;
            memory.setPerm(address >>> 12, writable ? readOnly | Perm.WRITE : readOnly);
            if (writable) {
                guestPages[i] = Host.segment(memory.base() + address, CaseFormat.PAGE);
                templatePages[i] =
                        MemorySegment.ofArray(template.bytes)
                                .asSlice((long) i * CaseFormat.PAGE, CaseFormat.PAGE);
            }
        }
        long codePage = CaseFormat.CODE_BASE >>> 12;
        memory.setPerm(codePage, readOnly | Perm.EXEC);
        memory.setPerm(codePage + 1, readOnly | Perm.EXEC);
        Host.fill(memory.base() + CaseFormat.CODE_BASE, CaseFormat.CODE_BYTES, INT3);
    }

    /// Has every block compiled, and cases run twice: the first time, which compiles them, and the
    /// time whose result counts.
    void compileEverything(HotCode forLongMode, HotCode forCompatibility) {
        compilers =
                Map.of(
                        IsaCase.Mode.LONG,
                        forLongMode,
                        IsaCase.Mode.COMPATIBILITY,
                        forCompatibility);
        cpu.compileAtOnce = true;
    }

    @Override
    public void run(IsaCase c, IsaResult result) {
        byte[] bytes = c.codeBytes();
        long codeAt = memory.base() + c.state().rip;
        Host.copyIn(bytes, 0, codeAt, bytes.length);
        code.clear();
        cpu.hotCode = compilers.get(c.mode());
        if (cpu.hotCode != null) {
            runOnce(c, result);
        }
        runOnce(c, result);
        Host.fill(codeAt, bytes.length, INT3);
    }

    private void runOnce(IsaCase c, IsaResult result) {
        for (IsaCase.Patch patch : c.patches()) {
            Host.put64(memory.base() + patch.address(), patch.value());
        }
        load(c);
        store(trapOf(runToTrap()), result);
        collectMemory(result);
    }

    private int runToTrap() {
        cpu.grantBudget(BUDGET);
        while (true) {
            int trap = engine.applyAsInt(cpu);
            if (trap != Trap.CODE_PAGE) {
                return trap;
            }
            code.add(new CodePage(cpu.faultAddress >>> 12));
        }
    }

    private void load(IsaCase c) {
        CpuState state = c.state();
        long[] s = cpu.s;
        boolean isLong = c.mode() == IsaCase.Mode.LONG;
        cpu.translator = isLong ? longMode : compatibility;
        cpu.addressMask = isLong ? -1L : 0xffff_ffffL;
        System.arraycopy(state.gpr, 0, s, Slots.GPR, 16);
        s[Slots.PC] = state.rip;
        s[Slots.FS_BASE] = state.fsBase;
        s[Slots.GS_BASE] = state.gsBase;
        s[Slots.CC_KIND] = CC.FLAGS;
        s[Slots.CC_A] = state.rflags & CC.ALL;
        s[Slots.CC_B] = 0;
        s[Slots.FLAGS_REST] = state.rflags & ~CC.ALL;
        s[Slots.SELECTORS] = isLong ? 0 : 0x002b_002bL;
        cpu.setSingleStep((state.rflags & Flags.TF) != 0);
        if (!Fxsave.restore(thread, state.fx)) {
            throw new IllegalStateException("case " + c.number() + " has a bad MXCSR");
        }
        thread.loadFpu(s);
    }

    private void store(int trap, IsaResult result) {
        long[] s = cpu.s;
        CpuState state = result.state;
        System.arraycopy(s, Slots.GPR, state.gpr, 0, 16);
        state.rip = s[Slots.PC];
        state.fsBase = s[Slots.FS_BASE];
        state.gsBase = s[Slots.GS_BASE];
        int status = CC.flags((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
        state.rflags = status | s[Slots.FLAGS_REST] & ~CC.ALL;
        thread.saveFpu(s);
        Fxsave.save(thread, state.fx);
        result.faultAddress = cpu.faultAddress;
        result.errorCode =
                (cpu.faultAccess & Perm.WRITE) != 0
                        ? FAULT_WRITE
                        : (cpu.faultAccess & Perm.EXEC) != 0 ? FAULT_FETCH : 0;
        result.trap = trap;
    }

    /// Murre's processor reports every refused access as a page fault; which fault it is
    /// depends on the address.
    private int trapOf(int trap) {
        return switch (trap) {
            case Trap.BUDGET -> IsaResult.TIMEOUT;
            case Trap.SYSCALL, Trap.SYSENTER -> IsaResult.SYSTEM_CALL;
            case Trap.PAGE -> {
                int real = AddressFaults.trap(cpu);
                yield switch (real) {
                    case Trap.PAGE -> IsaResult.PAGE_FAULT;
                    case Trap.GENERAL_PROTECTION -> IsaResult.PROTECTION;
                    default -> real;
                };
            }
            default -> trap;
        };
    }

    private void collectMemory(IsaResult result) {
        result.diffCount = 0;
        for (int i = 0; i < CaseFormat.WRITABLE_PAGES; i++) {
            long at = guestPages[i].mismatch(templatePages[i]);
            if (at >= 0) {
                collectPage(i, (int) at & -8, result);
            }
        }
    }

    private void collectPage(int page, int from, IsaResult result) {
        long address = CaseFormat.TEMPLATE_ADDRESSES[page];
        for (int at = from; at < CaseFormat.PAGE; at += 8) {
            long was = Bytes.getLong(template.bytes, page * CaseFormat.PAGE + at);
            long now = Host.get64(memory.base() + address + at);
            if (was != now) {
                result.addDiff(address + at, now);
                Host.put64(memory.base() + address + at, was);
            }
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
