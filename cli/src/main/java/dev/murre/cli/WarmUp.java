package dev.murre.cli;

import dev.murre.runtime.host.Terminals;
import java.util.List;

/// What the launcher runs to make the JDK's ahead-of-time cache: a little of everything that a
/// usual
/// run does, so that its classes and profiles are in the cache.
final class WarmUp {
    /// The kernel's ways for processes, pipes and files, often enough for them to be compiled here:
    /// HotSpot then compiles them at once in a later run, with the profile of this one.
    private static final String SCRIPT =
            """
            i=0
            while [ $i -lt 80 ]; do
                i=$((i + 1))
                (exit 3)
                echo $i | cat > /dev/null
                x=$(echo one; echo two)
                /bin/true
                kill -0 $$
            done
            ls -l / > /dev/null
            echo done
            """;

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
