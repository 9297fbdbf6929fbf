package dev.murre.cli;

import dev.murre.runtime.RootFs;
import java.util.ArrayList;
import java.util.List;

/// `murre lab`: the laboratory's programs, which ship with Murre and run in its built-in root.
final class LabCommand {
    private static final List<String> PROGRAMS =
            List.of("menu", "fork", "exec", "vfork", "threads", "script", "arguments", "hello");

    private LabCommand() {}

    /// @param words options of `murre run`, then a program's name and its arguments; the menu when
    ///     there is none
    static int run(List<String> words) throws UsageException {
        var withName = new ArrayList<>(words);
        if (words.stream().allMatch(word -> word.startsWith("-"))) {
            withName.add("menu");
        }
        var options = RunOptionsParser.parse(withName);
        var name = options.command.getFirst();
        if (!PROGRAMS.contains(name)) {
            throw new UsageException(
                    "the laboratory has no " + name + "; it has: " + String.join(", ", PROGRAMS));
        }
        var command = new ArrayList<>(options.command);
        command.set(0, "/lab/" + name);
        options.command = command;
        options.root = new RootFs.BuiltIn();
        return RunCommand.run(options);
    }
}
