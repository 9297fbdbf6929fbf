package dev.murre.runtime.host;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.murre.abi.Errno;
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
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
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
    private @Nullable PosixFiles posix;

    /// The tree under `top`, a real directory.
    public NioHostFiles(Path top) throws IOException {
        this.top = top.toRealPath();
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
        PosixFiles direct = direct();
        if (direct != null) {
            return direct.stat(path);
        }
        try {
            Map<String, Object> a = Files.readAttributes(at(path), ATTRIBUTES, NOFOLLOW_LINKS);
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
        if (direct != null) {
            return direct.list(path);
        }
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(at(path))) {
            for (Path entry : stream) {
                entries.add(new Entry(toGuest(entry.getFileName()), 0, 0));
            }
        } catch (DirectoryIteratorException e) {
            throw HostErrors.of(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    @Override
    public String readlink(String path) {
        try {
            return toGuest(Files.readSymbolicLink(at(path)));
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public HostContent open(String path, Access access) {
        Set<java.nio.file.OpenOption> options =
                access == Access.READ
                        ? Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)
                        : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
        Path file = at(path);
        try {
            if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
                throw Errno.ENXIO.exception();
            }
            return new NioHostContent(FileChannel.open(file, options));
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    /// An operation on the host that returns nothing.
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public void create(String path, int mode) {
        run(
                () -> {
                    Path file = at(path);
                    FileChannel.open(
                                    file,
                                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                    PosixFilePermissions.asFileAttribute(permissions(0600)))
                            .close();
                    Files.setAttribute(file, "unix:mode", mode & 07777, NOFOLLOW_LINKS);
                });
    }

    @Override
    public void mkdir(String path, int mode) {
        run(
                () -> {
                    Path made =
                            Files.createDirectory(
                                    at(path),
                                    PosixFilePermissions.asFileAttribute(permissions(0700)));
                    Files.setAttribute(made, "unix:mode", mode & 07777);
                });
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }

    @Override
    public void symlink(String path, String target) {
        run(() -> Files.createSymbolicLink(at(path), Path.of(toHost(target))));
    }

    @Override
    public void link(String existing, String path) {
        run(() -> Files.createLink(at(path), at(existing)));
    }

    @Override
    public void unlink(String path) {
        run(
                () -> {
                    if (Files.isDirectory(at(path), NOFOLLOW_LINKS)) {
                        throw Errno.EISDIR.exception();
                    }
                    Files.delete(at(path));
                });
    }

    @Override
    public void rmdir(String path) {
        run(
                () -> {
                    if (!Files.isDirectory(at(path), NOFOLLOW_LINKS)) {
                        throw Errno.ENOTDIR.exception();
                    }
                    Files.delete(at(path));
                });
    }

    @Override
    public void rename(String from, String to) {
        run(() -> Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void setMode(String path, int mode) {
        run(
                () -> {
                    if (Files.isSymbolicLink(at(path))) {
                        throw Errno.EOPNOTSUPP.exception();
                    }
                    Files.setAttribute(at(path), "unix:mode", mode & 07777, NOFOLLOW_LINKS);
                });
    }

    @Override
    public void setOwner(String path, int uid, int gid) {
        run(
                () -> {
                    if (uid != -1) {
                        Files.setAttribute(at(path), "unix:uid", uid, NOFOLLOW_LINKS);
                    }
                    if (gid != -1) {
                        Files.setAttribute(at(path), "unix:gid", gid, NOFOLLOW_LINKS);
                    }
                });
    }

    @Override
    public void setTimes(String path, long atimeNanos, long mtimeNanos) {
        run(
                () ->
                        Files.getFileAttributeView(
                                        at(path), BasicFileAttributeView.class, NOFOLLOW_LINKS)
                                .setTimes(
                                        FileTime.from(mtimeNanos, TimeUnit.NANOSECONDS),
                                        FileTime.from(atimeNanos, TimeUnit.NANOSECONDS),
                                        null));
    }
}
