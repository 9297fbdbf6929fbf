package dev.murre.runtime;

import dev.murre.abi.Capability;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.Task;
import dev.murre.runtime.host.HostStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Describes a program to be started in a [Machine], as [ProcessBuilder] does for the host.
public final class GuestProcessBuilder {
    private static final int AT_FDCWD = -100;
    private static final int STANDARD_FILES = 3;

    private final Machine machine;
    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String directory = "/";
    private Credentials credentials = Credentials.ROOT;
    private final boolean[] onTerminal = new boolean[STANDARD_FILES];
    private boolean errorsToOutput;

    GuestProcessBuilder(Machine machine, List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
        this.machine = machine;
        this.command = command;
    }

    /// The program and its arguments.
    public List<String> command() {
        return command;
    }

    /// The environment it gets, to be changed; empty at first.
    public Map<String, String> environment() {
        return environment;
    }

    /// Where it starts, `/` by default.
    public GuestProcessBuilder directory(String guestPath) {
        directory = guestPath;
        return this;
    }

    /// Whom it runs as; the superuser by default.
    public GuestProcessBuilder user(int uid, int gid) {
        credentials =
                uid == 0
                        ? Credentials.ROOT.withGids(gid, gid, gid, gid)
                        : Credentials.ROOT
                                .withGids(gid, gid, gid, gid)
                                .withUids(uid, uid, uid, uid)
                                .withCapabilities(0, 0, 0, Capability.ALL, 0);
        return this;
    }

    /// Connects a standard descriptor, 0 to 2, with the machine's terminal instead of a stream.
    public GuestProcessBuilder onTerminal(int descriptor) {
        onTerminal[descriptor] = true;
        return this;
    }

    /// Sends errors where output goes, in the order they are written.
    public GuestProcessBuilder redirectErrorStream(boolean merge) {
        errorsToOutput = merge;
        return this;
    }

    /// Starts it, and returns once it is loaded.
    ///
    /// @throws ProgramException if there is no such program, or it cannot be executed
    /// @throws IOException if it cannot be started for another reason
    public GuestProcess start() throws IOException {
        return machine.start(this);
    }

    List<String> guestArguments() {
        return command.stream().map(GuestProcessBuilder::toGuest).toList();
    }

    List<String> guestEnvironment() {
        return environment.entrySet().stream()
                .map(entry -> toGuest(entry.getKey() + "=" + entry.getValue()))
                .toList();
    }

    String guestDirectory() {
        return toGuest(directory);
    }

    Credentials credentials() {
        return credentials;
    }

    /// The kernel's texts have one char a byte.
    private static String toGuest(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return new String(
                        text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
        }
        return text;
    }

    void installFiles(Task child, GuestProcess process, HostStreams streams) {
        OpenFile terminal = usesTerminal() ? openTerminal(child) : null;
        for (int fd = 0; fd < STANDARD_FILES; fd++) {
            OpenFile file;
            if (onTerminal[fd] && terminal != null) {
                file = terminal.share();
            } else if (fd == 0) {
                file = streams.open(child, process.input());
            } else if (fd == 1) {
                file = streams.open(child, process.output());
            } else if (errorsToOutput && !onTerminal[1]) {
                file = child.files().require(1).share();
            } else {
                file = streams.open(child, process.errors());
            }
            long limit = child.limits().soft(Rlimit.NOFILE);
            child.files().install(file, fd, limit, FdTable.CloseOnExec.NO);
        }
        if (terminal != null) {
            terminal.put();
        }
    }

    private boolean usesTerminal() {
        return onTerminal[0] || onTerminal[1] || onTerminal[2];
    }

    private static OpenFile openTerminal(Task child) {
        var opener = child.kernel().vfs().opener();
        int error = opener.open(child, AT_FDCWD, "/dev/console", OpenFlags.O_RDWR, 0);
        if (error != 0) {
            throw Vfs.exception(error);
        }
        var file = opener.opened();
        error = file.finishOpen(child);
        if (error != 0) {
            file.put();
            throw Vfs.exception(error);
        }
        return file;
    }
}
