package dev.murre.cli;

import dev.murre.runtime.host.Terminals;
import java.util.List;

/// What the launcher runs to make the JDK's ahead-of-time cache: a little of everything that a
/// usual
/// run does, so that its classes and profiles are in the cache.
final class WarmUp {
    private static final String SCRIPT =
            "for i in 1 2 3; do echo $i | cat; done; ls -l / > /dev/null; echo $(echo done)";

    private WarmUp() {}

    static int run() throws UsageException {
        try {
            Terminals.open(0).size();
        } catch (IllegalStateException e) {
            // There seldom is one here; asking has loaded what asking needs.
        }
        RunCommand.run(RunOptionsParser.parse(List.of("-q", "-T", "sh", "-c", SCRIPT)));
        return RunCommand.run(
                RunOptionsParser.parse(
                        List.of("-q", "-T", "--root=builtin", "-e", "A=b", "sh", "-c", SCRIPT)));
    }
}
