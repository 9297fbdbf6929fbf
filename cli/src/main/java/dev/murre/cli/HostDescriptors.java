package dev.murre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What stands behind this process's standard descriptors.
final class HostDescriptors {
    private static final int COUNT = 3;

    private final String[] targets = new String[COUNT];

    HostDescriptors() {
        for (int fd = 0; fd < COUNT; fd++) {
            targets[fd] = target(fd);
        }
    }

    /// Where a descriptor leads, as `/proc/self/fd` says; empty where that does not exist.
    private static String target(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        } catch (IOException e) {
            return Objects.requireNonNull(System.console()).isTerminal() ? "/dev/tty" : "";
        }
    }

    boolean isTerminal(int fd) {
        return targets[fd].startsWith("/dev/pts/")
                || targets[fd].startsWith("/dev/tty")
                || targets[fd].equals("/dev/console");
    }

    /// Whether two descriptors lead to the same place, so that the order of writes to both shows.
    boolean same(int first, int second) {
        return !targets[first].isEmpty() && targets[first].equals(targets[second]);
    }
}
