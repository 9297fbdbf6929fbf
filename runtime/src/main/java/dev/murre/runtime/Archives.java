package dev.murre.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/// Brings archives into memory.
final class Archives {
    /// Where the guest programs that ship with Murre are among its resources.
    private static final String BUILT_IN = "/dev/murre/guest/root-x86_64.tar";

    private static final int GZIP_MAGIC = 0x1f8b;

    private Archives() {}

    /// The bytes of an archive on the host, unpacked if it is gzipped.
    static ByteBuffer map(Path archive) throws IOException {
        if (isGzipped(archive)) {
            try (var stream = new GZIPInputStream(Files.newInputStream(archive))) {
                return ByteBuffer.wrap(stream.readAllBytes());
            }
        }
        try (var channel = FileChannel.open(archive, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException(archive + ": archives above 2 GiB cannot be used");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static boolean isGzipped(Path archive) throws IOException {
        try (var stream = new BufferedInputStream(Files.newInputStream(archive))) {
            return (stream.read() << 8 | stream.read()) == GZIP_MAGIC;
        }
    }

    /// The root of the programs that ship with Murre.
    static ByteBuffer builtIn() throws IOException {
        try (InputStream stream = Archives.class.getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IOException("this build has no built-in root");
            }
            return ByteBuffer.wrap(stream.readAllBytes());
        }
    }
}
