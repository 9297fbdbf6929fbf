package dev.murre.kernel.fs;

import static dev.murre.abi.AtFlags.AT_FDCWD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.OpenFlags;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.fs.tmpfs.TmpFs;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.HostMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VfsTest {
    private static final int RW_CREATE = OpenFlags.O_RDWR | OpenFlags.O_CREAT;

    private final HostMemory memory = new HostMemory();
    private final FakeKernel kernel = new FakeKernel();
    private final Vfs vfs = new Vfs(kernel, memory);
    private final Path root = vfs.mountRoot(TmpFs.create(vfs, "tmpfs", 0755));
    private final FakeTask task = new FakeTask(kernel, root);
    private final Names names = vfs.names();

    @AfterEach
    void close() {
        memory.close();
    }

    private OpenFile open(String path, int flags) {
        assertEquals(0, vfs.opener().open(task, AT_FDCWD, path, flags, 0644), path);
        return vfs.opener().opened();
    }

    private int tryOpen(String path, int flags) {
        return vfs.opener().open(task, AT_FDCWD, path, flags, 0644);
    }

    private int walk(String path) {
        return vfs.walk().lookup(task, AT_FDCWD, path, PathWalk.FOLLOW);
    }

    private int mkdir(String path) {
        return names.mkdir(task, AT_FDCWD, path, 0755);
    }

    private long write(OpenFile file, String text, long at) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return file.write(task, new ByteIoBuf(bytes, 0, bytes.length), at);
    }

    private String read(OpenFile file, int length, long at) {
        byte[] bytes = new byte[length];
        long n = file.read(task, new ByteIoBuf(bytes, 0, length), at);
        return new String(bytes, 0, (int) n, StandardCharsets.ISO_8859_1);
    }

    @Test
    void unlinkedFileLivesWhileOpen() {
        OpenFile file = open("/a", RW_CREATE);
        assertEquals(5, write(file, "hello", OpenFile.AT_POSITION));
        assertEquals(0, names.unlink(task, AT_FDCWD, "/a"));
        assertEquals(-Errno.ENOENT.number, walk("/a"));
        assertEquals("hello", read(file, 10, 0));
        assertEquals(0, file.inode().nlink());
        file.put();
    }

    @Test
    void sparseFilesHaveHoles() {
        OpenFile file = open("/s", RW_CREATE);
        long far = 5L << 30;
        write(file, "x", far);
        assertEquals(far + 1, file.inode().size());
        assertEquals("\0\0\0", read(file, 3, 1 << 20));
        assertEquals(far & -4096, file.seek(task, 0, AtFlags.SEEK_DATA));
        assertEquals(0, file.seek(task, 0, AtFlags.SEEK_HOLE));
        assertEquals(8, file.inode().blocks());
        file.inode().truncate(task, 100);
        assertEquals(-Errno.ENXIO.number, file.seek(task, 0, AtFlags.SEEK_DATA));
        file.put();
    }

    @Test
    void truncateZeroesTheTail() {
        OpenFile file = open("/t", RW_CREATE);
        write(file, "abcdef", 0);
        file.inode().truncate(task, 2);
        file.inode().truncate(task, 6);
        assertEquals("ab\0\0\0\0", read(file, 10, 0));
        file.put();
    }

    @Test
    void pathRules() {
        assertEquals(0, mkdir("/d"));
        assertEquals(0, names.symlink(task, "d", AT_FDCWD, "/l"));
        assertEquals(0, names.symlink(task, "loop", AT_FDCWD, "/loop"));
        open("/d/f", RW_CREATE).put();
        assertEquals(0, walk("/l/f"));
        assertEquals(0, walk("/l/../d//./f"));
        assertEquals(0, walk("/../../d"));
        assertEquals(-Errno.ENOTDIR.number, walk("/d/f/"));
        assertEquals(-Errno.ENOTDIR.number, walk("/d/f/x"));
        assertEquals(-Errno.ELOOP.number, walk("/loop"));
        assertEquals(-Errno.ENOENT.number, walk(""));
        assertEquals(-Errno.ENAMETOOLONG.number, walk("/" + "x".repeat(256)));
        assertEquals(-Errno.ELOOP.number, tryOpen("/l", OpenFlags.O_NOFOLLOW));
        assertEquals(-Errno.EISDIR.number, tryOpen("/d", OpenFlags.O_RDWR));
        assertEquals(-Errno.ENOTDIR.number, tryOpen("/d/f", OpenFlags.O_DIRECTORY));
        assertEquals(-Errno.EEXIST.number, tryOpen("/l", RW_CREATE | OpenFlags.O_EXCL));
        assertEquals(-Errno.EISDIR.number, tryOpen("/new/", RW_CREATE));
    }

    @Test
    void creatingThroughADanglingLinkMakesItsTarget() {
        names.symlink(task, "/target", AT_FDCWD, "/dangling");
        open("/dangling", RW_CREATE).put();
        assertEquals(0, walk("/target"));
    }

    @Test
    void renameRules() {
        mkdir("/a");
        mkdir("/a/b");
        mkdir("/c");
        open("/f", RW_CREATE).put();
        open("/g", RW_CREATE).put();
        assertEquals(-Errno.EINVAL.number, rename("/a", "/a/b/x", Rename.REPLACE));
        assertEquals(-Errno.ENOTEMPTY.number, rename("/c", "/a", Rename.REPLACE));
        assertEquals(-Errno.ENOTDIR.number, rename("/c", "/f", Rename.REPLACE));
        assertEquals(-Errno.EISDIR.number, rename("/f", "/c", Rename.REPLACE));
        assertEquals(-Errno.EEXIST.number, rename("/f", "/g", Rename.NO_REPLACE));
        walk("/f");
        Inode f = vfs.walk().inode();
        assertEquals(0, rename("/f", "/a", Rename.EXCHANGE));
        assertEquals(0, walk("/f/b"));
        walk("/a");
        assertEquals(f, vfs.walk().inode());
        assertEquals(0, rename("/a", "/g", Rename.REPLACE));
        assertEquals(-Errno.ENOENT.number, walk("/a"));
        walk("/g");
        assertEquals(f, vfs.walk().inode());
        assertEquals(4, root.inode().nlink());
    }

    private int rename(String from, String to, Rename how) {
        return vfs.renamer().rename(task, AT_FDCWD, from, AT_FDCWD, to, how);
    }

    @Test
    void permissionsAndStickyDirectories() {
        names.mkdir(task, AT_FDCWD, "/tmp", 01777);
        assertEquals(0, vfs.walk().lookup(task, AT_FDCWD, "/tmp", 0));
        vfs.attributes().chmod(task, vfs.walk().result(), 01777);
        task.creds = FakeTask.user(1000);
        assertEquals(-Errno.EACCES.number, tryOpen("/x", RW_CREATE));
        open("/tmp/mine", RW_CREATE).put();
        task.creds = FakeTask.user(1001);
        assertEquals(-Errno.EPERM.number, names.unlink(task, AT_FDCWD, "/tmp/mine"));
        assertEquals(-Errno.EACCES.number, tryOpen("/tmp/mine", OpenFlags.O_WRONLY));
        task.creds = FakeTask.user(1000);
        assertEquals(0, names.unlink(task, AT_FDCWD, "/tmp/mine"));
    }

    @Test
    void listingGoesOnWhileEntriesComeAndGo() {
        for (int i = 0; i < 10; i++) {
            open("/e" + i, RW_CREATE).put();
        }
        OpenFile dir = open("/", OpenFlags.O_DIRECTORY);
        List<String> seen = new ArrayList<>();
        int[] room = {5};
        DirSink sink =
                (name, ino, type, next) -> {
                    if (room[0]-- <= 0) {
                        return false;
                    }
                    seen.add(name);
                    return true;
                };
        dir.iterate(task, sink);
        assertEquals(List.of(".", "..", "e0", "e1", "e2"), seen);
        names.unlink(task, AT_FDCWD, "/e3");
        names.unlink(task, AT_FDCWD, "/e0");
        open("/late", RW_CREATE).put();
        room[0] = 100;
        dir.iterate(task, sink);
        assertEquals(List.of("e4", "e5", "e6", "e7", "e8", "e9", "late"), seen.subList(5, 12));
        dir.put();
    }

    @Test
    void runningProgramsCannotBeWritten() {
        OpenFile file = open("/prog", RW_CREATE);
        vfs.attributes().chmod(task, file.path(), 0755);
        assertEquals(-Errno.ETXTBSY.number, vfs.opener().openExec(task, AT_FDCWD, "/prog", 1));
        file.put();
        assertEquals(0, vfs.opener().openExec(task, AT_FDCWD, "/prog", PathWalk.FOLLOW));
        OpenFile program = vfs.opener().opened();
        assertEquals(-Errno.ETXTBSY.number, tryOpen("/prog", OpenFlags.O_WRONLY));
        program.inode().allowWrite();
        program.put();
        open("/prog", OpenFlags.O_WRONLY).put();
    }

    @Test
    void mountsHideWhatIsBelow() {
        mkdir("/m");
        assertEquals(0, walk("/m"));
        Path at = vfs.walk().result();
        vfs.mounts().attach(TmpFs.create(vfs, "tmpfs", 0755), at, 0);
        open("/m/in", RW_CREATE).put();
        assertEquals(0, walk("/m/.."));
        assertEquals(root, vfs.walk().result());
        assertEquals(-Errno.EBUSY.number, names.rmdir(task, AT_FDCWD, "/m"));
        assertEquals(0, vfs.mounts().umount(task, "/m", 0));
        assertEquals(-Errno.ENOENT.number, walk("/m/in"));
    }

    @Test
    void dotDotStopsAtTheRootOfAChroot() {
        mkdir("/jail");
        mkdir("/jail/in");
        walk("/jail");
        task.fs().setRoot(vfs.walk().result());
        assertEquals(0, walk("/../../in"));
        assertThrows(ErrnoException.class, () -> root.inode().readlink(task));
        assertFalse(walk("/jail") == 0);
    }

    @Test
    void sharedMappingSeesWrites() {
        OpenFile file = open("/shared", RW_CREATE);
        write(file, "before", 0);
        var area = file.pages().sharedArea();
        if (area == null) {
            return;
        }
        byte[] seen = new byte[6];
        Host.copyOut(area.address(), seen, 0, 6);
        assertArrayEquals("before".getBytes(StandardCharsets.ISO_8859_1), seen);
        write(file, "after!", 0);
        Host.copyOut(area.address(), seen, 0, 6);
        assertArrayEquals("after!".getBytes(StandardCharsets.ISO_8859_1), seen);
        assertEquals("after!", read(file, 10, 0));
        file.put();
    }
}
