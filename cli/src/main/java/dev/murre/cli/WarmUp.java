package dev.murre.cli;

import dev.murre.runtime.Machine;
import dev.murre.runtime.RootFs;
import dev.murre.runtime.host.HostSignals;
import dev.murre.runtime.host.Terminals;
import java.io.IOException;
import java.util.List;

/// What the launcher runs to make the JDK's ahead-of-time cache: a little of everything that a
/// usual
/// run does, so that its classes and profiles are in the cache.
final class WarmUp {
    private static final String SCRIPT =
            "for i in 1 2 3; do echo $i | cat; done; ls -l / > /dev/null; echo $(echo done)";

    private WarmUp() {}

    static int run() {
        HostSignals.catchAll(signal -> {});
        try {
            Terminals.open(0).size();
        } catch (IllegalStateException e) {
            // There seldom is one here; asking has loaded what asking needs.
        }
        for (var root : List.of(RootFs.host(), new RootFs.BuiltIn())) {
            try {
                runIn(root);
            } catch (IOException e) {
                // A host without a shell, or a build without a root: the other one will do.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return 0;
    }

    private static void runIn(RootFs root) throws IOException, InterruptedException {
        try (var machine = Machine.builder().root(root).build()) {
            var builder = machine.process("sh", "-c", SCRIPT).redirectErrorStream(true);
            builder.environment().put("PATH", "/usr/bin:/bin");
            var process = builder.start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            process.waitFor();
        }
    }
}
