package dev.murre.conformance.isa;

import java.io.IOException;
import java.util.List;

/// The processors that can be compared with the host's.
final class Engines {
    /// The first is the default.
    static final List<String> NAMES = List.of("native");

    private Engines() {}

    static Engine create(String name, MemoryTemplate template)
            throws IOException, InterruptedException {
        return switch (name) {
            case "native" -> new NativeEngine(new NativeProcessor(HarnessBuild.build(), template));
            default -> throw new IllegalArgumentException("no engine " + name);
        };
    }
}
