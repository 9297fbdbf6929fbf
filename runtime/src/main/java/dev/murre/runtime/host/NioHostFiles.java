package dev.murre.runtime.host;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.hostfs.HostAttributes;
import dev.murre.kernel.fs.hostfs.HostFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A tree of host files through java.nio.file.
public final class NioHostFiles implements HostFiles {
    private static final String ATTRIBUTES =
            "unix:dev,ino,mode,nlink,uid,gid,rdev,size,lastAccessTime,lastModifiedTime,ctime";

    private static final int ASKED_BEFORE_LINKING = 400;

    private final Path top;
    private int asked;

    /// Set for trees that others change.
    private @Nullable PosixFiles beneath;

    private @Nullable PosixFiles posix;

    /// The tree under `top`, a real directory, which nobody changes meanwhile.
    public NioHostFiles(Path top) throws IOException {
        this.top = top.toRealPath();
    }

    /// A tree that others on the host may change at any time: where the host has openat2(2), no
    /// directory on the way to a file is ever reached through a symbolic link.
    public static NioHostFiles shared(Path top) throws IOException {
        NioHostFiles files = new NioHostFiles(top);
        files.beneath = PosixFiles.open(files.top);
        return files;
    }

    /// Something to do with a host path.
    @FunctionalInterface
    private interface Use<R> {
        R with(Path path) throws IOException;
    }

    /// Uses a path whose directories cannot be exchanged for symbolic links on the way.
    private <R> R use(String path, Use<R> use) {
        int directory = openParent(path);
        try {
            return use.with(directory < 0 ? at(path) : inDirectory(directory, path));
        } catch (IOException e) {
            throw HostErrors.of(e);
        } finally {
            closeParent(directory);
        }
    }

    private int openParent(String path) {
        PosixFiles safe = beneath;
        int slash = path.lastIndexOf('/');
        return safe == null || slash < 0 ? -1 : safe.openBeneath(path.substring(0, slash));
    }

    private void closeParent(int directory) {
        PosixFiles safe = beneath;
        if (safe != null && directory >= 0) {
            safe.close(directory);
        }
    }

    private static Path inDirectory(int directory, String path) {
        String name = toHost(path.substring(path.lastIndexOf('/') + 1));
        try {
            return Path.of("/proc/self/fd/" + directory, name);
        } catch (InvalidPathException e) {
            throw Errno.ENOENT.exception();
        }
    }

    /// The C library, once there has been enough to do to make up for linking to it; null before,
    /// and where there is none that we know.
    private @Nullable PosixFiles direct() {
        if (++asked == ASKED_BEFORE_LINKING) {
            posix = PosixFiles.open(top);
        }
        return posix;
    }

    private Path at(String path) {
        if (path.isEmpty()) {
            return top;
        }
        try {
            return top.resolve(toHost(path));
        } catch (InvalidPathException e) {
            throw Errno.ENOENT.exception();
        }
    }

    private static String toHost(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.charAt(i) >= 0x80) {
                byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return latin1;
    }

    private static String toGuest(Path path) {
        String name = path.toString();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        return name;
    }

    @Override
    public @Nullable HostAttributes stat(String path) {
        PosixFiles safe = beneath;
        if (safe != null) {
            return statSafely(safe, path);
        }
        PosixFiles direct = direct();
        return direct != null ? direct.stat(path) : read(at(path));
    }

    private @Nullable HostAttributes statSafely(PosixFiles safe, String path) {
        int directory;
        try {
            directory = openParent(path);
        } catch (ErrnoException e) {
            if (e.errno == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
        try {
            return directory < 0
                    ? safe.stat(path)
                    : safe.statIn(directory, path.substring(path.lastIndexOf('/') + 1));
        } finally {
            closeParent(directory);
        }
    }

    private static @Nullable HostAttributes read(Path file) {
        try {
            Map<String, Object> a = Files.readAttributes(file, ATTRIBUTES, NOFOLLOW_LINKS);
            long device = number(a, "rdev");
            return new HostAttributes(
                    number(a, "dev"),
                    number(a, "ino"),
                    (int) number(a, "mode"),
                    (int) number(a, "nlink"),
                    (int) number(a, "uid"),
                    (int) number(a, "gid"),
                    Devices.makedev(Devices.major(device), Devices.minor(device)),
                    number(a, "size"),
                    nanos(a, "lastAccessTime"),
                    nanos(a, "lastModifiedTime"),
                    nanos(a, "ctime"));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number n ? n.longValue() : 0;
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof FileTime t ? t.to(TimeUnit.NANOSECONDS) : 0;
    }

    @Override
    public List<Entry> list(String path) {
        PosixFiles direct = direct();
        if (direct != null && beneath == null) {
            return direct.list(path);
        }
        return use(path, NioHostFiles::names);
    }

    private static List<Entry> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw Errno.ENOTDIR.exception();
        }
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                entries.add(new Entry(toGuest(entry.getFileName()), 0, 0));
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    @Override
    public String readlink(String path) {
        return use(path, link -> toGuest(Files.readSymbolicLink(link)));
    }

    @Override
    public HostContent open(String path, Access access) {
        Set<OpenOption> options =
                access == Access.READ
                        ? Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)
                        : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
        return use(
                path,
                file -> {
                    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
                        throw Errno.ENXIO.exception();
                    }
                    return new NioHostContent(FileChannel.open(file, options));
                });
    }

    /// An operation on a host path that returns nothing.
    @FunctionalInterface
    private interface Action {
        void on(Path path) throws IOException;
    }

    private void change(String path, Action action) {
        use(
                path,
                file -> {
                    action.on(file);
                    return true;
                });
    }

    @Override
    public void create(String path, int mode) {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        change(
                path,
                file -> {
                    FileChannel.open(file, options, attributes(0600)).close();
                    Files.setAttribute(file, "unix:mode", mode & 07777, NOFOLLOW_LINKS);
                });
    }

    @Override
    public void mkdir(String path, int mode) {
        change(
                path,
                directory -> {
                    Files.createDirectory(directory, attributes(0700));
                    Files.setAttribute(directory, "unix:mode", mode & 07777, NOFOLLOW_LINKS);
                });
    }

    private static FileAttribute<Set<PosixFilePermission>> attributes(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                set.add(all[i]);
            }
        }
        return PosixFilePermissions.asFileAttribute(set);
    }

    @Override
    public void symlink(String path, String target) {
        change(path, link -> Files.createSymbolicLink(link, Path.of(toHost(target))));
    }

    @Override
    public void link(String existing, String path) {
        change(path, link -> change(existing, file -> Files.createLink(link, file)));
    }

    @Override
    public void unlink(String path) {
        change(
                path,
                file -> {
                    if (Files.isDirectory(file, NOFOLLOW_LINKS)) {
                        throw Errno.EISDIR.exception();
                    }
                    Files.delete(file);
                });
    }

    @Override
    public void rmdir(String path) {
        change(
                path,
                directory -> {
                    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
                        throw Errno.ENOTDIR.exception();
                    }
                    Files.delete(directory);
                });
    }

    @Override
    public void rename(String from, String to) {
        change(
                from,
                old -> change(to, fresh -> Files.move(old, fresh, StandardCopyOption.ATOMIC_MOVE)));
    }

    @Override
    public void exchange(String one, String other) {
        PosixFiles safe = beneath;
        if (safe == null) {
            throw Errno.EINVAL.exception();
        }
        int oneDirectory = safe.openBeneath(parent(one));
        int otherDirectory = -1;
        try {
            otherDirectory = safe.openBeneath(parent(other));
            if (oneDirectory < 0 || otherDirectory < 0) {
                throw Errno.EINVAL.exception();
            }
            safe.exchange(oneDirectory, name(one), otherDirectory, name(other));
        } finally {
            closeParent(oneDirectory);
            closeParent(otherDirectory);
        }
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public void setMode(String path, int mode) {
        change(
                path,
                file -> {
                    if (Files.isSymbolicLink(file)) {
                        throw Errno.EOPNOTSUPP.exception();
                    }
                    Files.setAttribute(file, "unix:mode", mode & 07777, NOFOLLOW_LINKS);
                });
    }

    @Override
    public void setOwner(String path, int uid, int gid) {
        change(
                path,
                file -> {
                    if (uid != -1) {
                        Files.setAttribute(file, "unix:uid", uid, NOFOLLOW_LINKS);
                    }
                    if (gid != -1) {
                        Files.setAttribute(file, "unix:gid", gid, NOFOLLOW_LINKS);
                    }
                });
    }

    @Override
    public void setTimes(String path, long atimeNanos, long mtimeNanos) {
        change(
                path,
                file ->
                        Files.getFileAttributeView(
                                        file, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                                .setTimes(
                                        FileTime.from(mtimeNanos, TimeUnit.NANOSECONDS),
                                        FileTime.from(atimeNanos, TimeUnit.NANOSECONDS),
                                        null));
    }
}
