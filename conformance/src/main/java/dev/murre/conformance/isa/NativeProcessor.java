package dev.murre.conformance.isa;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// This machine's processor, reached through the native harness.
final class NativeProcessor implements AutoCloseable {
    private final Path file;
    private final Process process;
    private final OutputStream toHarness;
    private final InputStream fromHarness;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment shared;

    /// Starts `harness` with guest pages filled from `template`.
    NativeProcessor(Path harness, MemoryTemplate template) throws IOException {
        file = Files.createTempFile("murre-isa", ".shared");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, CaseFormat.FILE_BYTES, arena);
        }
        MemorySegment.copy(
                MemorySegment.ofArray(template.bytes), 0, shared, 0, template.bytes.length);
        process =
                new ProcessBuilder(harness.toString(), file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        toHarness = process.getOutputStream();
        fromHarness = new DataInputStream(process.getInputStream());
    }

    /// Starts running `cases`; [#finish] waits for them.
    void start(List<IsaCase> cases) throws IOException {
        int at = CaseFormat.TEMPLATE_BYTES;
        for (IsaCase c : cases) {
            at += c.write(shared, at);
            if (at > CaseFormat.RESULTS_OFFSET - 4096) {
                throw new IllegalArgumentException("batch too large: " + cases.size());
            }
        }
        toHarness.write(number(cases.size()));
        toHarness.flush();
    }

    /// Fills `results` and returns how many cases of the batch were run.
    int finish(IsaResult[] results) throws IOException {
        byte[] reply = fromHarness.readNBytes(8);
        if (reply.length != 8) {
            throw new IOException("the instruction harness died");
        }
        int done = (int) Bytes.getLong(reply, 0);
        long at = CaseFormat.RESULTS_OFFSET;
        for (int i = 0; i < done; i++) {
            at += results[i].read(shared, at);
        }
        return done;
    }

    IsaResult run(IsaCase c) throws IOException {
        IsaResult[] results = {new IsaResult()};
        start(List.of(c));
        finish(results);
        return results[0];
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }

    @Override
    public void close() throws IOException {
        toHarness.close();
        process.destroy();
        arena.close();
        Files.deleteIfExists(file);
    }
}
