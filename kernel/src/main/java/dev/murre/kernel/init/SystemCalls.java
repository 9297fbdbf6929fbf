package dev.murre.kernel.init;

import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.fs.tmpfs.MemoryFiles;
import dev.murre.kernel.syscalls.AdjustSyscalls;
import dev.murre.kernel.syscalls.ClockSyscalls;
import dev.murre.kernel.syscalls.CloneSyscalls;
import dev.murre.kernel.syscalls.CompareSyscalls;
import dev.murre.kernel.syscalls.CredentialSyscalls;
import dev.murre.kernel.syscalls.EpollSyscalls;
import dev.murre.kernel.syscalls.EventSyscalls;
import dev.murre.kernel.syscalls.ExecSyscalls;
import dev.murre.kernel.syscalls.FileSyscalls;
import dev.murre.kernel.syscalls.FutexSyscalls;
import dev.murre.kernel.syscalls.I386Syscalls;
import dev.murre.kernel.syscalls.IdSyscalls;
import dev.murre.kernel.syscalls.IpcSyscalls;
import dev.murre.kernel.syscalls.KillSyscalls;
import dev.murre.kernel.syscalls.LimitSyscalls;
import dev.murre.kernel.syscalls.MemorySyscalls;
import dev.murre.kernel.syscalls.MqueueSyscalls;
import dev.murre.kernel.syscalls.NamespaceSyscalls;
import dev.murre.kernel.syscalls.PipeSyscalls;
import dev.murre.kernel.syscalls.PollSyscalls;
import dev.murre.kernel.syscalls.PrctlSyscalls;
import dev.murre.kernel.syscalls.PtraceSyscalls;
import dev.murre.kernel.syscalls.SchedSyscalls;
import dev.murre.kernel.syscalls.SignalFdSyscalls;
import dev.murre.kernel.syscalls.SignalSyscalls;
import dev.murre.kernel.syscalls.SocketSyscalls;
import dev.murre.kernel.syscalls.SystemSyscalls;
import dev.murre.kernel.syscalls.TimerSyscalls;
import dev.murre.kernel.syscalls.TtySyscalls;
import dev.murre.kernel.syscalls.WaitSyscalls;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;

/// Every system call there is, one line a topic.
public final class SystemCalls {
    private SystemCalls() {}

    /// Fills the machine's table.
    public static void register(Kernel kernel, Exec exec) {
        SyscallTable table = kernel.syscalls();
        CloneSyscalls.register(table);
        ExecSyscalls.register(table, exec);
        WaitSyscalls.register(table);
        IdSyscalls.register(table);
        SignalSyscalls.register(table);
        KillSyscalls.register(table);
        FutexSyscalls.register(table);
        LimitSyscalls.register(table);
        PrctlSyscalls.register(table);
        SystemSyscalls.register(table);
        CredentialSyscalls.register(table);
        ClockSyscalls.register(table);
        AdjustSyscalls.register(table);
        TimerSyscalls.register(table);
        SchedSyscalls.register(table);
        NamespaceSyscalls.register(table);
        PtraceSyscalls.register(table);
        CompareSyscalls.register(table);
        I386Syscalls.register(table, kernel);
        MemorySyscalls.register(table, kernel.memory());
        FileSyscalls.register(table, kernel.vfs(), new MemoryFiles(kernel.vfs()));
        PipeSyscalls.register(table, kernel);
        EventSyscalls.register(table, kernel);
        SignalFdSyscalls.register(table, kernel);
        IpcSyscalls.register(table, kernel);
        MqueueSyscalls.register(table, kernel);
        PollSyscalls.register(table, kernel);
        EpollSyscalls.register(table, kernel);
        SocketSyscalls.register(table, kernel);
        TtySyscalls.register(table, kernel);
    }
}
