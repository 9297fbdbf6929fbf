package dev.murre.kernel.fs.tarfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.overlay.LowerNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads archives that this host's own tar(1) wrote.
class TarTreeTest {
    private static final Path TAR = Path.of("/usr/bin/tar");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ustar", "gnu", "pax"})
    void readsEveryFormat(String format) throws Exception {
        var longName = "n".repeat(90) + "/" + "m".repeat(90);
        Files.createDirectories(directory.resolve(longName).getParent());
        Files.writeString(directory.resolve(longName), "deep");
        Files.writeString(directory.resolve("file"), "content");
        Files.createLink(directory.resolve("hard"), directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("soft"), Path.of("file"));
        var root = archive(format);
        assertEquals("content", read(node(root, "file")));
        assertEquals("content", read(node(root, "hard")));
        assertEquals(2, node(root, "file").attributes().nlink());
        assertEquals("file", node(root, "soft").target());
        assertEquals(StatMode.S_IFLNK, type(node(root, "soft")));
        assertEquals("deep", read(node(root, longName)));
        assertEquals(StatMode.S_IFDIR, type(node(root, "n".repeat(90))));
        assertNull(root.lookup("nothing"));
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        var noise = ByteBuffer.wrap(new byte[1024]).put(0, (byte) 'x');
        assertThrows(IllegalArgumentException.class, () -> TarTree.root(noise));
    }

    private LowerNode archive(String format) throws IOException, InterruptedException {
        assumeTrue(Files.exists(TAR), "no tar here");
        var file = Files.createTempFile("tree", ".tar");
        try {
            var command = List.of(TAR.toString(), "-H", format, "-cf", file.toString(), ".");
            var tar = new ProcessBuilder(command).directory(directory.toFile()).start();
            assertEquals(0, tar.waitFor());
            return TarTree.root(ByteBuffer.wrap(Files.readAllBytes(file)));
        } finally {
            Files.delete(file);
        }
    }

    private static LowerNode node(LowerNode root, String path) {
        var node = root;
        for (var name : path.split("/")) {
            node = node.lookup(name);
            assertNotNull(node, name);
        }
        return node;
    }

    private static int type(LowerNode node) {
        return node.attributes().mode() & StatMode.S_IFMT;
    }

    private static String read(LowerNode node) {
        var bytes = new byte[100];
        return new String(bytes, 0, node.read(0, bytes, 0, bytes.length), UTF_8);
    }
}
