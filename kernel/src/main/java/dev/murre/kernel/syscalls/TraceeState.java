package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.arch.ThreadState;
import dev.murre.arch.x86.Eflags;
import dev.murre.arch.x86.Fsave;
import dev.murre.arch.x86.Fxsave;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.Tracing;
import dev.murre.kernel.task.UserRegisters;
import dev.murre.machine.memory.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A stopped x86-64 task as its tracer sees it: memory, `user_regs_struct`, FPU, the system call it
/// stopped in.
final class TraceeState {
    /// `struct user_regs_struct`: `pt_regs` and fs_base, gs_base, ds, es, fs, gs.
    static final int BYTES = UserRegisters.BYTES;

    private static final int FS_BASE = UserRegisters.FS_BASE;
    private static final int GS_BASE = UserRegisters.GS_BASE;
    /// What a tracer may set of the flags: FLAG_MASK.
    private static final int FLAGS = Eflags.USER | Eflags.NT;

    private static final int USER_BYTES = 912;
    private static final int DEBUG_REGISTERS = 848;

    private static final int NT_PRSTATUS = 1;
    private static final int NT_PRFPREG = 2;
    private static final int NT_PRXFPREG = 0x46e62b7f;
    private static final int AUDIT_ARCH_X86_64 = 0xc000003e;
    private static final int AUDIT_ARCH_I386 = 0x40000003;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private TraceeState() {}

    static long peek(Task t, Task target, long address, long data) {
        byte[] word = new byte[t.abi().wordSize];
        if (target.mm().forced().read(address, word, 0, word.length) != word.length) {
            return Errno.EIO.result();
        }
        t.memory().copyToUser(data, word, 0, word.length);
        return 0;
    }

    static long poke(Task t, Task target, long address, long value) {
        byte[] word = new byte[8];
        LONG.set(word, 0, value);
        int bytes = t.abi().wordSize;
        boolean done = target.mm().forced().write(address, word, 0, bytes) == bytes;
        return done ? 0 : Errno.EIO.result();
    }

    static byte[] registers(Task target) {
        return UserRegisters.of(target);
    }

    /// Sets registers; selectors stay, and of the flags only those a program may set change.
    static void setRegisters(Task target, byte[] all, int length) {
        long regs = target.regs();
        long flags = Host.get64(regs + PtRegs.FLAGS);
        for (int at = 0; at + 8 <= Math.min(length, PtRegs.BYTES); at += 8) {
            long value = (long) LONG.get(all, at);
            switch (at) {
                case PtRegs.CS, PtRegs.SS -> {
                    if ((value & 3) != 3) {
                        throw Errno.EIO.exception();
                    }
                }
                case PtRegs.FLAGS -> Host.put64(regs + at, flags & ~(long) FLAGS | value & FLAGS);
                default -> Host.put64(regs + at, value);
            }
        }
        ThreadState thread = target.thread();
        if (length >= GS_BASE + 8) {
            thread.fsBase = (long) LONG.get(all, FS_BASE);
            thread.gsBase = (long) LONG.get(all, GS_BASE);
        }
        target.threadChanged();
    }

    /// PTRACE_PEEKUSER: an offset in `struct user`.
    static long user(Task target, long offset) {
        if ((offset & 7) != 0 || offset < 0 || offset >= USER_BYTES) {
            throw Errno.EIO.exception();
        }
        if (offset >= DEBUG_REGISTERS) {
            return target.breakpoints().get((int) (offset - DEBUG_REGISTERS) / 8);
        }
        return offset < BYTES ? (long) LONG.get(registers(target), (int) offset) : 0;
    }

    static void setUser(Task target, long offset, long value) {
        if ((offset & 7) != 0 || offset < 0 || offset >= USER_BYTES) {
            throw Errno.EIO.exception();
        }
        if (offset >= DEBUG_REGISTERS) {
            target.breakpoints().set(target, (int) (offset - DEBUG_REGISTERS) / 8, value);
            return;
        }
        if (offset >= BYTES) {
            throw Errno.EIO.exception();
        }
        byte[] all = registers(target);
        LONG.set(all, (int) offset, value);
        setRegisters(target, all, BYTES);
    }

    static void getFpu(Task t, Task target, long address) {
        byte[] bytes = new byte[Fxsave.BYTES];
        Fxsave.save(target.thread(), bytes);
        t.memory().copyToUser(address, bytes, 0, bytes.length);
    }

    static void setFpu(Task t, Task target, long address) {
        byte[] bytes = new byte[Fxsave.BYTES];
        t.memory().copyFromUser(address, bytes, 0, bytes.length);
        if (!Fxsave.restore(target.thread(), bytes)) {
            throw Errno.EINVAL.exception();
        }
        target.threadChanged();
    }

    /// PTRACE_GETREGSET and SETREGSET with an iovec: the sets of the tracee's kind, whatever the
    /// tracer is.
    static long registerSet(Task t, Task target, int type, long vector, boolean set) {
        UserMemory memory = t.memory();
        int word = t.abi().wordSize;
        long address = memory.getWord(vector, t.abi());
        int length = (int) Math.min(memory.getWord(vector + word, t.abi()), 4096);
        boolean narrow = target.arch().abi() == Abi.I386;
        int size = sizeOf(type, narrow);
        if (size == 0 || length % (narrow ? 4 : 8) != 0) {
            return Errno.EINVAL.result();
        }
        int n = Math.min(length, size);
        byte[] bytes = registerSet(target, type, narrow);
        if (set) {
            memory.copyFromUser(address, bytes, 0, n);
            setRegisterSet(target, type, narrow, bytes, n);
        } else {
            memory.copyToUser(address, bytes, 0, n);
        }
        memory.putWord(vector + word, n, t.abi());
        return 0;
    }

    private static int sizeOf(int type, boolean narrow) {
        return switch (type) {
            case NT_PRSTATUS -> narrow ? TraceeState32.BYTES : BYTES;
            case NT_PRFPREG -> narrow ? Fsave.BYTES : Fxsave.BYTES;
            case NT_PRXFPREG -> narrow ? Fxsave.BYTES : 0;
            default -> 0;
        };
    }

    private static byte[] registerSet(Task target, int type, boolean narrow) {
        if (type == NT_PRSTATUS) {
            return narrow ? TraceeState32.registers(target) : registers(target);
        }
        if (type == NT_PRFPREG && narrow) {
            return Fsave.save(target.thread());
        }
        byte[] bytes = new byte[Fxsave.BYTES];
        Fxsave.save(target.thread(), bytes);
        return bytes;
    }

    private static void setRegisterSet(
            Task target, int type, boolean narrow, byte[] bytes, int length) {
        if (type == NT_PRSTATUS) {
            if (narrow) {
                TraceeState32.setRegisters(target, bytes, length);
            } else {
                setRegisters(target, bytes, length);
            }
            return;
        }
        if (type == NT_PRFPREG && narrow) {
            Fsave.restore(target.thread(), bytes);
        } else if (!Fxsave.restore(target.thread(), bytes)) {
            throw Errno.EINVAL.exception();
        }
        target.threadChanged();
    }

    /// PTRACE_GET_SYSCALL_INFO: returns how many bytes there are, whatever fits.
    static long syscallInfo(Task t, Task target, long size, long address) {
        byte[] info = new byte[88];
        int length = 24;
        Tracing.Phase phase = target.tracing().phase();
        info[0] = (byte) phase.ordinal();
        int machine = target.abi() == Abi.I386 ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64;
        for (int i = 0; i < 4; i++) {
            info[4 + i] = (byte) (machine >>> 8 * i);
        }
        LONG.set(info, 8, target.arch().ip(target.regs()));
        LONG.set(info, 16, target.arch().sp(target.regs()));
        switch (phase) {
            case ENTRY, SECCOMP -> {
                LONG.set(info, 24, target.arch().syscallNumber(target.regs()));
                for (int i = 0; i < 6; i++) {
                    LONG.set(info, 32 + 8 * i, target.syscallArgument(i));
                }
                length = 80;
                if (phase == Tracing.Phase.SECCOMP) {
                    LONG.set(info, 80, target.tracing().message());
                    length = 84;
                }
            }
            case EXIT -> {
                long result = target.arch().result(target.regs());
                LONG.set(info, 24, result);
                info[32] = (byte) (Errno.isError(result) ? 1 : 0);
                length = 33;
            }
            case NONE -> {}
        }
        int n = (int) Math.min(size, length);
        t.memory().copyToUser(address, Arrays.copyOf(info, n), 0, n);
        return length;
    }
}
