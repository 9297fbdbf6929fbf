package dev.murre.cli;

import dev.murre.runtime.Bind;
import dev.murre.runtime.Engine;
import dev.murre.runtime.NetworkMode;
import dev.murre.runtime.PortForward;
import dev.murre.runtime.RootFs;
import dev.murre.trace.TraceRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the words behind `murre run`. Options end at the first word that is none, or at `--`: from
/// there on everything is the guest's.
final class RunOptionsParser {
    /// Programs that need less are not to be had.
    private static final long LEAST_MEMORY = 4L << 20;

    private final List<String> words;
    private final RunOptions options = new RunOptions();
    private int next;

    private RunOptionsParser(List<String> words) {
        this.words = words;
    }

    static RunOptions parse(List<String> words) throws UsageException {
        return new RunOptionsParser(words).parse();
    }

    private RunOptions parse() throws UsageException {
        while (next < words.size()
                && words.get(next).length() > 1
                && words.get(next).startsWith("-")) {
            var word = words.get(next++);
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("--")) {
                longOption(word);
            } else {
                shortOptions(word);
            }
        }
        options.command = words.subList(next, words.size());
        if (options.traceFile != null && options.trace == null) {
            throw new UsageException("-o says where --trace goes, but there is no --trace");
        }
        if (options.command.isEmpty() && !options.help) {
            throw new UsageException("no program given; try: murre run ls -l /");
        }
        return options;
    }

    private void longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        var option = RunOption.ofLong(name);
        if (option == null) {
            throw new UsageException("unknown option " + name + "; see: murre run --help");
        }
        if (equals < 0) {
            apply(option, option.takesValue() ? value(name) : null);
        } else if (option.takesValue() || option.valueIsOptional()) {
            apply(option, word.substring(equals + 1));
        } else {
            throw new UsageException("option " + name + " takes no value");
        }
    }

    private void shortOptions(String word) throws UsageException {
        for (int i = 1; i < word.length(); i++) {
            var option = RunOption.ofShort(word.charAt(i));
            var name = "-" + word.charAt(i);
            if (option == null) {
                throw new UsageException("unknown option " + name + "; see: murre run --help");
            }
            if (option.takesValue()) {
                apply(option, i + 1 < word.length() ? word.substring(i + 1) : value(name));
                return;
            }
            apply(option, null);
        }
    }

    private String value(String name) throws UsageException {
        if (next >= words.size()) {
            throw new UsageException("option " + name + " needs a value");
        }
        return words.get(next++);
    }

    private void apply(RunOption option, @Nullable String given) throws UsageException {
        var value = given == null ? "" : given;
        switch (option) {
            case ROOT -> options.root = root(option, value);
            case VOLUME -> options.binds.add(bind(value));
            case WORKDIR -> options.workingDirectory = guestPath(option, value);
            case ENV -> options.environment.add(value);
            case USER -> options.user = user(value);
            case HOSTNAME -> options.hostname = hostname(value);
            case MEMORY -> options.memoryBytes = memory(option, value);
            case PIDS -> options.maxPids = Quantity.whole(option.longName(), value, 1, 1 << 22);
            case TIMEOUT -> options.timeoutNanos = Quantity.nanos(option.longName(), value);
            case STOP_TIMEOUT ->
                    options.stopTimeoutNanos = Quantity.nanos(option.longName(), value);
            case INTERACTIVE -> {} // Standard input is always connected.
            case TTY -> options.terminal = RunOptions.Terminal.ALWAYS;
            case NO_TTY -> options.terminal = RunOptions.Terminal.NEVER;
            case LOG_SYSCALLS -> options.syscallLog = syscallLog(given);
            case TRACE -> options.trace = traceRequest(value);
            case OUTPUT -> options.traceFile = hostPath(value);
            case CONTROL -> {
                options.control = !value.equals("off");
                options.controlSocket = options.control ? hostPath(value) : null;
            }
            case GDB ->
                    options.gdbPort =
                            Quantity.whole(
                                    "--gdb", value.substring(value.indexOf(':') + 1), 0, 65535);
            case QUIET -> options.quiet = true;
            case NET -> options.network = network(value);
            case PUBLISH -> options.ports.add(portForward(value));
            case CPUS -> options.cpus = Quantity.whole(option.longName(), value, 1, 64);
            case SEED -> options.seed = Quantity.number(option.longName(), value);
            case ASLR -> options.randomAddresses = true;
            case ENGINE -> options.engine = engine(value);
            case HELP -> options.help = true;
        }
    }

    private static long memory(RunOption option, String value) throws UsageException {
        long bytes = Quantity.bytes(option.longName(), value);
        if (bytes < LEAST_MEMORY) {
            throw new UsageException(option.longName() + " needs at least 4m, not: " + value);
        }
        return bytes;
    }

    private static RootFs root(RunOption option, String value) throws UsageException {
        if (value.equals("builtin")) {
            return new RootFs.BuiltIn();
        }
        var path = existing(option, value);
        return Files.isDirectory(path) ? new RootFs.Overlay(path) : new RootFs.Tar(path);
    }

    private static Path existing(RunOption option, String value) throws UsageException {
        var path = hostPath(value);
        if (!Files.exists(path)) {
            throw new UsageException(option.longName() + ": no such file or directory: " + value);
        }
        return path;
    }

    private static Path hostPath(String value) throws UsageException {
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UsageException("not a path of this host: " + value);
        }
    }

    private static String guestPath(RunOption option, String value) throws UsageException {
        if (!value.startsWith("/")) {
            throw new UsageException(option.longName() + " needs an absolute path, not: " + value);
        }
        return value;
    }

    private static Bind bind(String value) throws UsageException {
        var parts = value.split(":", -1);
        var access = Bind.Access.READ_WRITE;
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw new UsageException("-v needs HOST:GUEST or HOST:GUEST:ro, not: " + value);
        }
        if (parts.length == 3) {
            access =
                    switch (parts[2]) {
                        case "ro" -> Bind.Access.READ_ONLY;
                        case "rw" -> Bind.Access.READ_WRITE;
                        default -> throw new UsageException("-v ends in :ro or :rw, not: " + value);
                    };
        }
        var host = existing(RunOption.VOLUME, parts[0]);
        return new Bind(host, guestPath(RunOption.VOLUME, parts[1]), access);
    }

    private static RunOptions.User user(String value) throws UsageException {
        int colon = value.indexOf(':');
        var uid = colon < 0 ? value : value.substring(0, colon);
        var gid = colon < 0 ? uid : value.substring(colon + 1);
        return new RunOptions.User(
                Quantity.whole("--user", uid, 0, Integer.MAX_VALUE),
                Quantity.whole("--user", gid, 0, Integer.MAX_VALUE));
    }

    private static String hostname(String value) throws UsageException {
        if (value.isEmpty() || value.length() > 64) {
            throw new UsageException("--hostname needs 1 to 64 characters");
        }
        return value;
    }

    private static RunOptions.SyscallLog syscallLog(@Nullable String file) throws UsageException {
        return file == null || file.isEmpty()
                ? new RunOptions.SyscallLog.StandardError()
                : new RunOptions.SyscallLog.ToFile(hostPath(file));
    }

    private static TraceRequest traceRequest(String value) throws UsageException {
        try {
            return TraceRequest.parse(value);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--trace: " + e.getMessage());
        }
    }

    private static NetworkMode network(String value) throws UsageException {
        return switch (value) {
            case "none" -> NetworkMode.NONE;
            case "host" -> NetworkMode.HOST;
            default -> throw new UsageException("--net is none or host, not: " + value);
        };
    }

    private static PortForward portForward(String value) throws UsageException {
        int colon = value.indexOf(':');
        if (colon < 0) {
            throw new UsageException("-p needs HOSTPORT:GUESTPORT, not: " + value);
        }
        return new PortForward(
                Quantity.whole("-p", value.substring(0, colon), 1, 65535),
                Quantity.whole("-p", value.substring(colon + 1), 1, 65535));
    }

    private static Engine engine(String value) throws UsageException {
        return switch (value) {
            case "interp", "interpreter" -> Engine.INTERPRETER;
            case "jit", "compiled" -> Engine.COMPILED;
            case "mixed" -> Engine.MIXED;
            default -> throw new UsageException("--engine is interp, jit or mixed, not: " + value);
        };
    }
}
