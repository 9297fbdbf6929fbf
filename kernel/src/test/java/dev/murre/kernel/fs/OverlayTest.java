package dev.murre.kernel.fs;

import static dev.murre.abi.AtFlags.AT_FDCWD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.fs.overlay.LowerAttributes;
import dev.murre.kernel.fs.overlay.LowerCache;
import dev.murre.kernel.fs.overlay.LowerNode;
import dev.murre.kernel.fs.overlay.OverlayFs;
import dev.murre.machine.memory.HostMemory;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverlayTest {
    private final HostMemory memory = new HostMemory();
    private final FakeKernel kernel = new FakeKernel();
    private final Vfs vfs = new Vfs(kernel, memory);
    private final Lower lower = new Lower(StatMode.S_IFDIR | 0755, "");
    private final Lower twin = new Lower(StatMode.S_IFREG | 0644, "linked");
    private final OverlayFs fs;
    private final FakeTask task;

    OverlayTest() {
        Lower dir = new Lower(StatMode.S_IFDIR | 0755, "");
        dir.children.put("a", new Lower(StatMode.S_IFREG | 0644, "lower a"));
        dir.children.put("big", new Lower(StatMode.S_IFREG | 0644, "0123456789".repeat(10_000)));
        dir.children.put("one", twin);
        dir.children.put("two", twin);
        lower.children.put("dir", dir);
        fs = OverlayFs.create(vfs, lower, new LowerCache(1));
        task = new FakeTask(kernel, vfs.mountRoot(fs));
    }

    /// A lower tree in memory.
    private static final class Lower implements LowerNode {
        final Map<String, Lower> children = new LinkedHashMap<>();
        private final int mode;
        private final byte[] content;

        Lower(int mode, String content) {
            this.mode = mode;
            this.content = content.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public LowerAttributes attributes() {
            return new LowerAttributes(mode, 0, 0, 2, 0, content.length, 1, 1, 1, this);
        }

        @Override
        public @Nullable LowerNode lookup(String name) {
            return children.get(name);
        }

        @Override
        public Collection<String> names() {
            return children.keySet();
        }

        @Override
        public String target() {
            return "";
        }

        @Override
        public int read(long offset, byte[] to, int at, int length) {
            int n = Math.clamp(content.length - offset, 0, length);
            System.arraycopy(content, (int) offset, to, at, n);
            return n;
        }
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private OpenFile open(String path, int flags) {
        assertEquals(0, vfs.opener().open(task, AT_FDCWD, path, flags, 0644), path);
        return vfs.opener().opened();
    }

    private String read(String path, int length, long at) {
        OpenFile file = open(path, OpenFlags.O_RDONLY);
        byte[] bytes = new byte[length];
        long n = file.read(task, new ByteIoBuf(bytes, 0, length), at);
        file.put();
        return new String(bytes, 0, (int) n, StandardCharsets.ISO_8859_1);
    }

    private void write(String path, String text, long at) {
        OpenFile file = open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(bytes.length, file.write(task, new ByteIoBuf(bytes, 0, bytes.length), at));
        file.put();
    }

    private TreeSet<String> list(String path) {
        TreeSet<String> names = new TreeSet<>();
        OpenFile dir = open(path, OpenFlags.O_DIRECTORY);
        dir.iterate(
                task,
                (name, ino, type, next) -> {
                    names.add(name);
                    return true;
                });
        dir.put();
        return names;
    }

    @Test
    void writesStayAboveAndKeepTheRestOfTheLowerPage() {
        write("/dir/a", "UPPER", 0);
        assertEquals("UPPER a", read("/dir/a", 20, 0));
        assertEquals("lower a", new String(lower("a").content, StandardCharsets.ISO_8859_1));
        write("/dir/big", "X", 50_000);
        assertEquals("9X123", read("/dir/big", 5, 49_999));
        assertEquals("0123", read("/dir/big", 4, 99_990));
        assertEquals(2, fs.changedFiles());
    }

    private Lower lower(String name) {
        Lower found = lower.children.get("dir");
        Lower file = found == null ? null : found.children.get(name);
        if (file == null) {
            throw new AssertionError(name);
        }
        return file;
    }

    @Test
    void removedNamesStayHidden() {
        assertEquals(0, vfs.names().unlink(task, AT_FDCWD, "/dir/a"));
        assertEquals(-Errno.ENOENT.number, vfs.walk().lookup(task, AT_FDCWD, "/dir/a", 0));
        assertEquals("[., .., big, one, two]", list("/dir").toString());
        write("/dir/a", "new", 0);
        assertEquals("new", read("/dir/a", 20, 0));
        assertEquals("[., .., a, big, one, two]", list("/dir").toString());
    }

    @Test
    void lowerDirectoriesMoveWithTheirContent() {
        vfs.renamer().rename(task, AT_FDCWD, "/dir", AT_FDCWD, "/moved", Rename.REPLACE);
        assertEquals("lower a", read("/moved/a", 20, 0));
        assertEquals("[., .., moved]", list("/").toString());
        assertEquals(-Errno.ENOTEMPTY.number, vfs.names().rmdir(task, AT_FDCWD, "/moved"));
    }

    @Test
    void linksOfOneLowerFileAreOneFile() {
        assertEquals(0, vfs.walk().lookup(task, AT_FDCWD, "/dir/one", 0));
        Inode one = vfs.walk().inode();
        assertEquals(0, vfs.walk().lookup(task, AT_FDCWD, "/dir/two", 0));
        assertSame(one, vfs.walk().inode());
        write("/dir/one", "L", 0);
        assertEquals("Linked", read("/dir/two", 10, 0));
    }

    @Test
    void truncatedContentDoesNotComeBack() {
        OpenFile file = open("/dir/big", OpenFlags.O_RDWR);
        file.inode().truncate(task, 10);
        file.inode().truncate(task, 20_000);
        file.put();
        assertEquals("789\0\0", read("/dir/big", 5, 7));
        assertEquals("\0\0", read("/dir/big", 2, 15_000));
        file = open("/dir/big", OpenFlags.O_RDWR);
        assertEquals(0, file.fallocate(task, 3, 0, 4096));
        file.put();
        assertEquals("\0\0", read("/dir/big", 2, 7));
    }
}
