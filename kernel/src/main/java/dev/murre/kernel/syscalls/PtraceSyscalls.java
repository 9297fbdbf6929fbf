package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.arch.x86.Fsave;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.signal.SigInfoLayout;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskState;
import dev.murre.kernel.task.Tracing;
import dev.murre.kernel.task.Tracing.Resume;

/// ptrace, process_vm_readv and process_vm_writev.
public final class PtraceSyscalls {
    private static final int TRACEME = 0;
    private static final int PEEKTEXT = 1;
    private static final int PEEKDATA = 2;
    private static final int PEEKUSER = 3;
    private static final int POKETEXT = 4;
    private static final int POKEDATA = 5;
    private static final int POKEUSER = 6;
    private static final int CONT = 7;
    private static final int KILL = 8;
    private static final int SINGLESTEP = 9;
    private static final int GETREGS = 12;
    private static final int SETREGS = 13;
    private static final int GETFPREGS = 14;
    private static final int SETFPREGS = 15;
    private static final int ATTACH = 16;
    private static final int DETACH = 17;
    private static final int GETFPXREGS = 18;
    private static final int SETFPXREGS = 19;
    private static final int OLD_SETOPTIONS = 21;
    private static final int SYSCALL = 24;
    private static final int GET_THREAD_AREA = 25;
    private static final int SET_THREAD_AREA = 26;
    private static final int ARCH_PRCTL = 30;
    private static final int SETOPTIONS = 0x4200;
    private static final int GETEVENTMSG = 0x4201;
    private static final int GETSIGINFO = 0x4202;
    private static final int SETSIGINFO = 0x4203;
    private static final int GETREGSET = 0x4204;
    private static final int SETREGSET = 0x4205;
    private static final int SEIZE = 0x4206;
    private static final int INTERRUPT = 0x4207;
    private static final int LISTEN = 0x4208;
    private static final int PEEKSIGINFO = 0x4209;
    private static final int GETSIGMASK = 0x420a;
    private static final int SETSIGMASK = 0x420b;
    private static final int GET_SYSCALL_INFO = 0x420e;
    private static final int SIGSET_BYTES = 8;

    private PtraceSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.PTRACE, (t, a, b, c, d, e, f) -> ptrace(t, (int) a, (int) b, c, d));
        table.on(
                Sysno.PROCESS_VM_READV,
                (t, a, b, c, d, e, f) -> ProcessMemory.copy(t, (int) a, b, c, d, e, f, false));
        table.on(
                Sysno.PROCESS_VM_WRITEV,
                (t, a, b, c, d, e, f) -> ProcessMemory.copy(t, (int) a, b, c, d, e, f, true));
    }

    private static long ptrace(Task t, int request, int pid, long address, long data) {
        if (request == TRACEME) {
            if (t.isTraced()) {
                return Errno.EPERM.result();
            }
            Tracing.attach(t, t.realParent(), false, 0);
            return 0;
        }
        Task target = t.pidNamespace().task(pid);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        if (request == ATTACH || request == SEIZE) {
            if (request == SEIZE && (address != 0 || (data & ~Tracing.ALL_OPTIONS) != 0)) {
                return Errno.EIO.result();
            }
            return attach(t, target, request == SEIZE, (int) data);
        }
        if (!target.isTraced() || target.tracing().tracer() != t) {
            return Errno.ESRCH.result();
        }
        if (request == INTERRUPT) {
            if (!target.tracing().seized()) {
                return Errno.EIO.result();
            }
            target.tracing().interrupt();
            return 0;
        }
        if (request == KILL) {
            SignalSender.sendToThread(target, SigInfo.kernel(Signal.SIGKILL));
            return 0;
        }
        if (!target.tracing().isStopped() || target.state() != TaskState.TRACED) {
            return Errno.ESRCH.result();
        }
        return stopped(t, target, request, address, data);
    }

    /// ptrace(2), "Ptrace access mode checking".
    static boolean mayTrace(Task t, Task target) {
        Credentials mine = t.creds();
        Credentials theirs = target.creds();
        boolean same =
                mine.uid() == theirs.uid()
                        && mine.uid() == theirs.euid()
                        && mine.uid() == theirs.suid()
                        && mine.gid() == theirs.gid()
                        && mine.gid() == theirs.egid()
                        && mine.gid() == theirs.sgid();
        boolean privileged = mine.capableIn(theirs.user(), Capability.SYS_PTRACE);
        return t.threadGroup() == target.threadGroup()
                || privileged
                || same && target.options().dumpable;
    }

    private static long attach(Task t, Task target, boolean seize, int options) {
        boolean bad =
                target.threadGroup() == t.threadGroup()
                        || target.isKernelThread()
                        || target.isTraced()
                        || target.exiting()
                        || !mayTrace(t, target);
        if (bad) {
            return Errno.EPERM.result();
        }
        Tracing.attach(target, t, seize, seize ? options : 0);
        if (!seize) {
            SignalSender.sendToThread(target, SigInfo.user(Signal.SIGSTOP, SigCodes.SI_USER, 0, 0));
        }
        target.tracing().takeOverStop();
        return 0;
    }

    private static long stopped(Task t, Task target, int request, long address, long data) {
        Tracing by = target.tracing();
        UserMemory memory = t.memory();
        switch (request) {
            case PEEKTEXT, PEEKDATA -> {
                return TraceeState.peek(t, target, address, data);
            }
            case POKETEXT, POKEDATA -> {
                return TraceeState.poke(t, target, address, data);
            }
            case PEEKUSER, POKEUSER, GETREGS, SETREGS, GETFPREGS, SETFPREGS -> {
                if (t.abi() == Abi.I386) {
                    registers32(t, target, request, address, data);
                } else {
                    registers(t, target, request, address, data);
                }
            }
            case GETFPXREGS, SETFPXREGS -> {
                if (t.abi() != Abi.I386) {
                    return Errno.EIO.result();
                }
                registers(t, target, request, address, data);
            }
            case GETREGSET, SETREGSET -> {
                return TraceeState.registerSet(
                        t, target, (int) address, data, request == SETREGSET);
            }
            case SETOPTIONS, OLD_SETOPTIONS -> {
                if ((data & ~Tracing.ALL_OPTIONS) != 0) {
                    return Errno.EINVAL.result();
                }
                by.setOptions((int) data);
            }
            case GETEVENTMSG -> memory.putWord(data, by.message(), t.abi());
            case GETSIGINFO -> {
                return getSigInfo(t, by, data);
            }
            case SETSIGINFO -> {
                byte[] bytes = new byte[SigInfoLayout.BYTES];
                memory.copyFromUser(data, bytes, 0, bytes.length);
                int number = bytes[0] & 0xff;
                by.setStopInfo(SigInfoLayout.read(Args.signal(number), t.abi(), bytes));
            }
            case PEEKSIGINFO -> {
                return TraceeSignals.peek(t, target, address, data);
            }
            case GETSIGMASK, SETSIGMASK -> {
                if (address != SIGSET_BYTES) {
                    return Errno.EINVAL.result();
                }
                TraceeSignals.mask(t, target, data, request == SETSIGMASK);
            }
            case GET_THREAD_AREA, SET_THREAD_AREA -> {
                boolean set = request == SET_THREAD_AREA;
                return SegmentSyscalls.threadArea(t, target, (int) address, data, set);
            }
            case ARCH_PRCTL -> {
                return t.abi() == Abi.I386
                        ? Errno.EIO.result()
                        : PrctlSyscalls.archPrctl(t, target, (int) data, address);
            }
            case GET_SYSCALL_INFO -> {
                return TraceeState.syscallInfo(t, target, address, data);
            }
            default -> {
                return resume(by, request, (int) data);
            }
        }
        return 0;
    }

    private static void registers(Task t, Task target, int request, long address, long data) {
        UserMemory memory = t.memory();
        switch (request) {
            case PEEKUSER -> memory.putLong(data, TraceeState.user(target, address));
            case POKEUSER -> TraceeState.setUser(target, address, data);
            case GETREGS ->
                    memory.copyToUser(data, TraceeState.registers(target), 0, TraceeState.BYTES);
            case SETREGS -> {
                byte[] bytes = new byte[TraceeState.BYTES];
                memory.copyFromUser(data, bytes, 0, bytes.length);
                TraceeState.setRegisters(target, bytes, bytes.length);
            }
            case GETFPREGS, GETFPXREGS -> TraceeState.getFpu(t, target, data);
            default -> TraceeState.setFpu(t, target, data);
        }
    }

    /// What a 32-bit tracer asks for.
    private static void registers32(Task t, Task target, int request, long address, long data) {
        UserMemory memory = t.memory();
        switch (request) {
            case PEEKUSER -> memory.putInt(data, TraceeState32.user(target, address));
            case POKEUSER -> TraceeState32.setUser(target, address, data);
            case GETREGS ->
                    memory.copyToUser(
                            data, TraceeState32.registers(target), 0, TraceeState32.BYTES);
            case SETREGS -> {
                byte[] bytes = new byte[TraceeState32.BYTES];
                memory.copyFromUser(data, bytes, 0, bytes.length);
                TraceeState32.setRegisters(target, bytes, bytes.length);
            }
            case GETFPREGS -> memory.copyToUser(data, Fsave.save(target.thread()), 0, Fsave.BYTES);
            default -> {
                byte[] bytes = new byte[Fsave.BYTES];
                memory.copyFromUser(data, bytes, 0, bytes.length);
                Fsave.restore(target.thread(), bytes);
                target.threadChanged();
            }
        }
    }

    private static long getSigInfo(Task t, Tracing by, long data) {
        SigInfo info = by.stopInfo();
        if (info == null) {
            return Errno.EINVAL.result();
        }
        byte[] bytes = new byte[SigInfoLayout.BYTES];
        SigInfoLayout.write(info, t.abi(), bytes);
        t.memory().copyToUser(data, bytes, 0, bytes.length);
        return 0;
    }

    private static long resume(Tracing by, int request, int signal) {
        if (signal < 0 || signal > Signal.COUNT) {
            return Errno.EIO.result();
        }
        switch (request) {
            case CONT, SYSCALL, SINGLESTEP -> {
                Resume how =
                        switch (request) {
                            case SYSCALL -> Resume.TO_SYSCALL;
                            case SINGLESTEP -> Resume.SINGLE_STEP;
                            default -> Resume.CONTINUE;
                        };
                by.resume(how, signal);
            }
            case LISTEN -> {
                if (!by.seized()) {
                    return Errno.EIO.result();
                }
                by.listen();
            }
            case DETACH -> {
                by.detach(signal);
            }
            default -> {
                return Errno.EIO.result();
            }
        }
        return 0;
    }
}
