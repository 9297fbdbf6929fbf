package dev.murre.kernel.base;

import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;

/// What a signal brings along, siginfo_t of sigaction(2). Which fields mean something depends on
/// the
/// signal and the code; the others are zero.
///
/// @param errno si_errno
/// @param code si_code, see [SigCodes]
/// @param pid sender or child, in the receiver's pid namespace
/// @param value si_value, si_int or si_ptr
/// @param address si_addr
/// @param status si_status, or the timer's id, or the system call of SIGSYS
/// @param overrun timer overruns, or the band of SIGIO
/// @param userTime si_utime of SIGCHLD in clock ticks; the descriptor of SIGIO
/// @param systemTime si_stime of SIGCHLD in clock ticks; the architecture of SIGSYS
public record SigInfo(
        Signal signal,
        int errno,
        int code,
        int pid,
        int uid,
        long value,
        long address,
        int status,
        int overrun,
        long userTime,
        long systemTime) {
    /// The same from another sender.
    public SigInfo from(int sender, int senderUid) {
        return new SigInfo(
                signal,
                errno,
                code,
                sender,
                senderUid,
                value,
                address,
                status,
                overrun,
                userTime,
                systemTime);
    }

    /// A signal from the kernel itself.
    public static SigInfo kernel(Signal signal) {
        return new SigInfo(signal, 0, SigCodes.SI_KERNEL, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// A signal by kill(2) and its relatives.
    public static SigInfo user(Signal signal, int code, int pid, int uid) {
        return new SigInfo(signal, 0, code, pid, uid, 0, 0, 0, 0, 0, 0);
    }

    /// A signal with a value, sigqueue(3), mq_notify(3).
    public static SigInfo queued(Signal signal, int code, int pid, int uid, long value) {
        return new SigInfo(signal, 0, code, pid, uid, value, 0, 0, 0, 0, 0);
    }

    /// A fault by the program.
    public static SigInfo fault(Signal signal, int code, long address) {
        return new SigInfo(signal, 0, code, 0, 0, 0, address, 0, 0, 0, 0);
    }

    /// A child changed state.
    public static SigInfo child(
            int code, int pid, int uid, int status, long userTicks, long systemTicks) {
        return new SigInfo(
                Signal.SIGCHLD, 0, code, pid, uid, 0, 0, status, 0, userTicks, systemTicks);
    }

    /// A descriptor is ready, fcntl(2) F_SETSIG.
    public static SigInfo io(Signal signal, int code, int band, int descriptor) {
        return new SigInfo(signal, 0, code, 0, 0, 0, 0, 0, band, descriptor, 0);
    }

    /// A timer of timer_create(2).
    public static SigInfo timer(Signal signal, int timerId, int overrun, long value) {
        return new SigInfo(signal, 0, SigCodes.SI_TIMER, 0, 0, value, 0, timerId, overrun, 0, 0);
    }
}
