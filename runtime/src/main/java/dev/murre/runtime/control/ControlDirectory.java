package dev.murre.runtime.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// Where the control sockets of this user's machines are: a directory that only the user can enter.
public final class ControlDirectory {
    private static final String SUFFIX = ".sock";

    private ControlDirectory() {}

    /// The directory, by `$XDG_RUNTIME_DIR` or in the temporary directory.
    public static Path path() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime != null && !runtime.isEmpty()
                ? Path.of(runtime, "murre")
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "murre-" + System.getProperty("user.name"));
    }

    /// The socket of a process of the host.
    public static Path socketOf(long pid) {
        return path().resolve(pid + SUFFIX);
    }

    /// Makes the directory if it is not there.
    ///
    /// @throws IOException if it is somebody else's or open to others
    static void make() throws IOException {
        Path directory = path();
        var privately = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(directory.getParent());
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(privately));
        } catch (FileAlreadyExistsException e) {
            var view =
                    Files.getFileAttributeView(
                            directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            var found = view.readAttributes();
            var self = Files.getOwner(Path.of("/proc/self"));
            if (!found.isDirectory()
                    || !found.permissions().equals(privately)
                    || !found.owner().equals(self)) {
                throw new IOException(directory + " is not this user's own", e);
            }
        }
    }

    /// The sockets of machines that run. Those that dead ones have left are removed.
    public static List<Path> sockets() throws IOException {
        if (!Files.isDirectory(path())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path())) {
            return all.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(ControlDirectory::lives)
                    .sorted()
                    .toList();
        }
    }

    private static boolean lives(Path socket) {
        try {
            if (ProcessHandle.of(pidOf(socket)).isPresent()) {
                return true;
            }
            Files.deleteIfExists(socket);
        } catch (NumberFormatException | IOException e) {
            // Not ours to judge.
        }
        return false;
    }

    /// The process that a socket belongs to.
    public static long pidOf(Path socket) {
        return Long.parseLong(socket.getFileName().toString().replace(SUFFIX, ""));
    }
}
