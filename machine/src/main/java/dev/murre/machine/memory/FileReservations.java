package dev.murre.machine.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Reservations on a host whose memory calls we do not know: sparse temporary files, mapped. Memory
/// cannot be aliased
/// here.
final class FileReservations extends Reservations {
    private final Arena arena = Arena.ofShared();

    @Override
    long reserve(long size) {
        try {
            Path file = Files.createTempFile("murre", ".mem");
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.SPARSE,
                            StandardOpenOption.DELETE_ON_CLOSE)) {
                MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
                return mapped.address();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no sparse file for guest memory", e);
        }
    }

    @Override
    boolean discard(long address, long size) {
        return false;
    }

    @Override
    void renew(long address, long size) {
        Host.fill(address, size, (byte) 0);
    }

    @Override
    void expectAll(long address, long size) {}

    @Override
    void expectLittle(long address, long size) {}

    @Override
    @Nullable SharedArea shared(long size) {
        return null;
    }

    @Override
    public void close() {
        arena.close();
    }
}
