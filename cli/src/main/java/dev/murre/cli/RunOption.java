package dev.murre.cli;

import org.jspecify.annotations.Nullable;

/// The options of `murre run`: one row each, from which parsing and help are both made.
enum RunOption {
    ROOT(
            "--root",
            "DIR|TAR",
            "root file system (default: this machine's files; changes stay inside)"),
    VOLUME("-v", "--volume", "HOST:GUEST[:ro|rw]", "let the guest see a host directory or file"),
    WORKDIR("-w", "--workdir", "DIR", "start in this guest directory"),
    ENV("-e", "--env", "NAME[=VALUE]", "set an environment variable, or pass the host's on"),
    USER("-u", "--user", "UID[:GID]", "run as this user (default: the caller)"),
    HOSTNAME("--hostname", "NAME", "the machine's name (default: murre)"),
    MEMORY("-m", "--memory", "SIZE", "memory of the machine, such as 512m or 2g"),
    PIDS("--pids", "N", "most processes and threads at once"),
    TIMEOUT("--timeout", "TIME", "stop everything after this time, such as 10s; exit status 124"),
    STOP_TIMEOUT(
            "--stop-timeout",
            "TIME",
            "kill the program this long after a SIGTERM (default: let it take its time)"),
    INTERACTIVE("-i", "--interactive", null, "keep standard input open (always so)"),
    TTY("-t", "--tty", null, "give the program a terminal, whatever standard input is"),
    NO_TTY("-T", "--no-tty", null, "give the program no terminal"),
    LOG_SYSCALLS(
            "--log-syscalls",
            "[=FILE]",
            "log system calls as strace does, to standard error or a file"),
    TRACE(
            "--trace",
            "EVENTS[:FILTER]",
            "tell process, sched, syscall, signal, fault, kernel or all events (docs/seeing.md)"),
    OUTPUT("-o", "--output", "FILE", "where --trace goes; a name in .json makes a Perfetto trace"),
    CONTROL(
            "--control",
            "SOCKET|off",
            "where murre attach finds the machine (default: the user's runtime directory)"),
    GDB(
            "--gdb",
            ":PORT",
            "wait for gdb (target extended-remote :PORT); every process is an inferior"),
    QUIET("-q", "--quiet", null, "say nothing of Murre's own on standard error"),
    NET("--net", "none|host", "network: loopback only (default), or the host's"),
    PUBLISH("-p", "--publish", "HOST:GUEST", "listen on a host port for a guest port"),
    CPUS("--cpus", "N", "virtual processors (default: the host's; 1 with --seed)"),
    SEED("--seed", "N", "make randomness repeatable, from this number"),
    ASLR("--aslr", null, "put stack, mappings and programs at random addresses"),
    ENGINE("--engine", "interp|jit|mixed", "how guest instructions are run (default: mixed)"),
    HELP("-h", "--help", null, "this text");

    private final @Nullable String shortName;
    private final String longName;
    private final @Nullable String value;
    private final String help;

    RunOption(String longName, @Nullable String value, String help) {
        this(null, longName, value, help);
    }

    RunOption(@Nullable String shortName, String longName, @Nullable String value, String help) {
        this.shortName = shortName;
        this.longName = longName;
        this.value = value;
        this.help = help;
    }

    String longName() {
        return longName;
    }

    String valueName() {
        return value == null ? "" : value;
    }

    boolean takesValue() {
        return value != null && !valueIsOptional();
    }

    /// Such a value can only be given behind an equals sign.
    boolean valueIsOptional() {
        return value != null && value.startsWith("[");
    }

    static @Nullable RunOption ofLong(String name) {
        for (var option : values()) {
            if (option.longName.equals(name)) {
                return option;
            }
        }
        return null;
    }

    static @Nullable RunOption ofShort(char letter) {
        for (var option : values()) {
            if (option.shortName != null && option.shortName.charAt(1) == letter) {
                return option;
            }
        }
        return null;
    }

    /// One line for each option, in two columns.
    static String helpText() {
        var text = new StringBuilder();
        for (var option : values()) {
            var left = new StringBuilder("  ");
            left.append(option.shortName == null ? "    " : option.shortName + ", ");
            left.append(option.longName);
            left.append(option.valueIsOptional() ? "" : " ").append(option.valueName());
            text.append(left).append(" ".repeat(Math.max(1, 36 - left.length())));
            text.append(option.help).append('\n');
        }
        return text.toString();
    }
}
