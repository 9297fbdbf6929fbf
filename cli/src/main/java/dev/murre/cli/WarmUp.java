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

    /// Programs that are likely to be there, so that the interpreter's profile knows every kind of
    /// instruction: what
    /// the profile has never seen HotSpot leaves out of its code, which it then has to make again.
    private static final String PROGRAMS =
            """
            has() { command -v $1 > /dev/null; }
            has python3 && python3 -c 'import re, json, math
            print(len(json.dumps([math.sin(i) * 1.5 for i in range(3000)])))
            print(sum(hash(str(i)) % 7 for i in range(9999)))'
            has perl && perl -e 'my %h; $h{$_ % 97} .= sprintf "%x,%g;", $_, $_ / 7 for 1..9999; print length join "", %h'
            has gzip && cat /bin/sh | gzip -6 | gzip -d | cksum
            has sort && ls -lR /etc | sort -k 5 -n | sed 's/[a-m]/x/g' | grep -c x
            has awk && awk 'BEGIN { for (i = 0; i < 9999; i++) s += sqrt(i) * log(i + 1); print s, sprintf("%e", s) }'
            has bash && bash -c 'for ((i = 0; i < 3000; i++)); do x=$((i * i % 17)); y[$x]+=$x; done; echo ${#y[@]}'
            has as && echo 'main: mov $1, %eax' | as -o /dev/null -
            """;

    private WarmUp() {}

    static int run() throws UsageException {
        try {
            Terminals.open(0).size();
        } catch (IllegalStateException e) {
            // There seldom is one here; asking has loaded what asking needs.
        }
        RunCommand.run(RunOptionsParser.parse(List.of("-q", "-T", "sh", "-c", SCRIPT)));
        RunCommand.run(
                RunOptionsParser.parse(List.of("-q", "-T", "--timeout=30", "sh", "-c", PROGRAMS)));
        return RunCommand.run(
                RunOptionsParser.parse(
                        List.of("-q", "-T", "--root=builtin", "-e", "A=b", "sh", "-c", SCRIPT)));
    }
}
