package dev.murre.kernel.signal;

import dev.murre.abi.Abi;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// siginfo_t as bytes, sigaction(2): 128 bytes of which the signal and its code choose the layout.
public final class SigInfoLayout {
    public static final int BYTES = 128;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private SigInfoLayout() {}

    /// Which members of the union mean something.
    private enum Shape {
        KILL,
        TIMER,
        QUEUE,
        CHILD,
        FAULT,
        POLL,
        SYSCALL
    }

    private static Shape shape(Signal signal, int code) {
        if (code > 0 && code < SigCodes.SI_KERNEL) {
            switch (signal) {
                case SIGILL, SIGFPE, SIGSEGV, SIGBUS, SIGTRAP -> {
                    return Shape.FAULT;
                }
                case SIGCHLD -> {
                    return Shape.CHILD;
                }
                case SIGSYS -> {
                    return Shape.SYSCALL;
                }
                default -> {
                    return code <= 6 ? Shape.POLL : Shape.KILL;
                }
            }
        }
        return switch (code) {
            case SigCodes.SI_TIMER -> Shape.TIMER;
            case SigCodes.SI_SIGIO -> Shape.POLL;
            case SigCodes.SI_USER, SigCodes.SI_KERNEL, SigCodes.SI_TKILL -> Shape.KILL;
            default -> Shape.QUEUE;
        };
    }

    /// As the signal and its code have it; an exit signal other than SIGCHLD tells of a child all
    /// the same.
    private static Shape shape(SigInfo info) {
        Shape shape = shape(info.signal(), info.code());
        return shape == Shape.POLL && info.pid() != 0 ? Shape.CHILD : shape;
    }

    /// Writes the 128 bytes.
    public static void write(SigInfo info, Abi abi, byte[] out) {
        Arrays.fill(out, 0, BYTES, (byte) 0);
        INT.set(out, 0, info.signal().number);
        INT.set(out, 4, info.errno());
        INT.set(out, 8, info.code());
        int at = abi.is64() ? 16 : 12;
        switch (shape(info)) {
            case KILL -> pair(out, at, info.pid(), info.uid());
            case TIMER -> {
                pair(out, at, info.status(), info.overrun());
                word(out, at + 8, info.value(), abi);
            }
            case QUEUE -> {
                pair(out, at, info.pid(), info.uid());
                word(out, at + 8, info.value(), abi);
            }
            case CHILD -> {
                pair(out, at, info.pid(), info.uid());
                INT.set(out, at + 8, info.status());
                int times = abi.is64() ? at + 16 : at + 12;
                word(out, times, info.userTime(), abi);
                word(out, times + abi.wordSize, info.systemTime(), abi);
            }
            case FAULT -> word(out, at, info.address(), abi);
            case POLL -> {
                word(out, at, info.overrun(), abi);
                INT.set(out, at + abi.wordSize, (int) info.userTime());
            }
            case SYSCALL -> {
                word(out, at, info.address(), abi);
                pair(out, at + abi.wordSize, info.status(), (int) info.systemTime());
            }
        }
    }

    private static void pair(byte[] out, int at, int first, int second) {
        INT.set(out, at, first);
        INT.set(out, at + 4, second);
    }

    private static void word(byte[] out, int at, long value, Abi abi) {
        if (abi.is64()) {
            LONG.set(out, at, value);
        } else {
            INT.set(out, at, (int) value);
        }
    }

    /// Reads what rt_sigqueueinfo(2) and PTRACE_SETSIGINFO bring.
    public static SigInfo read(Signal signal, Abi abi, byte[] in) {
        int code = (int) INT.get(in, 8);
        int errno = (int) INT.get(in, 4);
        int at = abi.is64() ? 16 : 12;
        int first = (int) INT.get(in, at);
        int second = (int) INT.get(in, at + 4);
        return switch (shape(signal, code)) {
            case KILL -> SigInfo.user(signal, code, first, second);
            case TIMER -> SigInfo.timer(signal, first, second, readWord(in, at + 8, abi));
            case QUEUE ->
                    new SigInfo(
                            signal,
                            errno,
                            code,
                            first,
                            second,
                            readWord(in, at + 8, abi),
                            0,
                            0,
                            0,
                            0,
                            0);
            case CHILD -> SigInfo.child(code, first, second, (int) INT.get(in, at + 8), 0, 0);
            case FAULT -> SigInfo.fault(signal, code, readWord(in, at, abi));
            case POLL -> SigInfo.io(signal, code, first, (int) INT.get(in, at + abi.wordSize));
            case SYSCALL ->
                    new SigInfo(
                            signal,
                            errno,
                            code,
                            0,
                            0,
                            0,
                            readWord(in, at, abi),
                            (int) INT.get(in, at + abi.wordSize),
                            0,
                            0,
                            0);
        };
    }

    private static long readWord(byte[] in, int at, Abi abi) {
        return abi.is64() ? (long) LONG.get(in, at) : (int) INT.get(in, at) & 0xffffffffL;
    }
}
