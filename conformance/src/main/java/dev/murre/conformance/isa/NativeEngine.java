package dev.murre.conformance.isa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The host's processor in the place of Murre's: shows that cases are repeatable.
final class NativeEngine implements Engine {
    private final NativeProcessor processor;
    private final IsaResult[] results = new IsaResult[1];

    NativeEngine(NativeProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void run(IsaCase c, IsaResult result) {
        try {
            results[0] = result;
            processor.start(List.of(c));
            processor.finish(results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            processor.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
