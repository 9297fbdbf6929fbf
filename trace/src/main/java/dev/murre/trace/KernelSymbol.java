package dev.murre.trace;

import java.util.List;

/// The kernel's functions that tell when they begin and end, by Linux's names (5.4). Each is told
/// from where Murre's kernel does that step; what has no step of its own is not here.
public enum KernelSymbol {
    // Entry and return, arch/x86/entry.
    ENTRY_SYSCALL_64("entry_SYSCALL_64", "nr"),
    ENTRY_INT80_COMPAT("entry_INT80_compat", "nr"),
    PAGE_FAULT("page_fault", "address", "error_code"),
    APIC_TIMER_INTERRUPT("apic_timer_interrupt"),
    ERROR_ENTRY("error_entry", "trap"),
    SYSCALL_RETURN("syscall_return_via_sysret", "ip", "sp"),
    IRET("swapgs_restore_regs_and_return_to_usermode", "ip", "sp"),
    RET_FROM_FORK("ret_from_fork"),

    // Birth, kernel/fork.c.
    DO_FORK("_do_fork", "clone_flags", "stack"),
    COPY_PROCESS("copy_process", "clone_flags", "stack"),
    DUP_TASK_STRUCT("dup_task_struct", "orig"),
    COPY_CREDS("copy_creds", "clone_flags"),
    SCHED_FORK("sched_fork", "clone_flags"),
    COPY_SEMUNDO("copy_semundo", "clone_flags"),
    COPY_FILES("copy_files", "clone_flags"),
    COPY_FS("copy_fs", "clone_flags"),
    COPY_SIGHAND("copy_sighand", "clone_flags"),
    COPY_SIGNAL("copy_signal", "clone_flags"),
    COPY_MM("copy_mm", "clone_flags"),
    DUP_MM("dup_mm"),
    COPY_NAMESPACES("copy_namespaces", "clone_flags"),
    COPY_THREAD("copy_thread_tls", "clone_flags", "sp"),
    PIDFD_CREATE("pidfd_create", "clone_flags", "newsp"),
    ALLOC_PID("alloc_pid"),
    WAKE_UP_NEW_TASK("wake_up_new_task", "pid"),
    WAIT_FOR_VFORK_DONE("wait_for_vfork_done", "pid"),

    // Exec, fs/exec.c and its formats.
    DO_EXECVEAT_COMMON("do_execveat_common", "fd", "filename"),
    DO_OPEN_EXECAT("do_open_execat", "filename"),
    PREPARE_ARG_PAGES("prepare_arg_pages", "argc", "envc"),
    EXEC_BINPRM("exec_binprm", "filename"),
    SEARCH_BINARY_HANDLER("search_binary_handler", "depth"),
    LOAD_ELF_BINARY("load_elf_binary", "filename"),
    LOAD_SCRIPT("load_script", "filename"),
    LOAD_AOUT_BINARY("load_aout_binary", "filename"),
    LOAD_MISC_BINARY("load_misc_binary", "filename"),
    LOAD_ELF_INTERP("load_elf_interp", "filename"),
    CREATE_ELF_TABLES("create_elf_tables", "argc", "envc"),
    FLUSH_OLD_EXEC("flush_old_exec"),
    DE_THREAD("de_thread"),
    EXEC_MMAP("exec_mmap"),
    START_THREAD("start_thread", "new_ip", "new_sp"),
    SETUP_NEW_EXEC("setup_new_exec"),

    // Switching, kernel/sched/core.c.
    SCHEDULE("schedule"),
    PICK_NEXT_TASK("pick_next_task"),
    CONTEXT_SWITCH("context_switch", "prev", "next"),
    SWITCH_MM("switch_mm", "prev", "next"),
    SWITCH_TO("__switch_to", "prev", "next"),
    FINISH_TASK_SWITCH("finish_task_switch", "prev"),
    TRY_TO_WAKE_UP("try_to_wake_up", "pid"),
    SCHEDULER_TICK("scheduler_tick"),

    // The end, kernel/exit.c.
    DO_GROUP_EXIT("do_group_exit", "exit_code"),
    DO_EXIT("do_exit", "code"),
    EXIT_MM("exit_mm"),
    EXIT_FILES("exit_files"),
    EXIT_NOTIFY("exit_notify"),
    DO_NOTIFY_PARENT("do_notify_parent", "pid", "sig"),
    RELEASE_TASK("release_task", "pid"),
    DO_WAIT("do_wait", "options"),
    WAIT_TASK_ZOMBIE("wait_task_zombie", "pid"),

    // Signals, kernel/signal.c and arch/x86/kernel/signal.c.
    SEND_SIGNAL("send_signal", "sig", "pid"),
    COMPLETE_SIGNAL("complete_signal", "sig", "pid"),
    GET_SIGNAL("get_signal"),
    HANDLE_SIGNAL("handle_signal", "sig", "handler"),
    SETUP_RT_FRAME("setup_rt_frame", "sig"),
    RT_SIGRETURN("restore_sigcontext"),

    // Memory, mm/memory.c.
    HANDLE_MM_FAULT("handle_mm_fault", "address", "flags");

    private final String text;
    private final List<String> arguments;

    KernelSymbol(String text, String... arguments) {
        this.text = text;
        this.arguments = List.of(arguments);
    }

    /// Linux's name.
    public String text() {
        return text;
    }

    /// Names of the arguments that are told.
    public List<String> arguments() {
        return arguments;
    }
}
