package dev.murre.cli;

import dev.murre.runtime.Machine;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.StoryHtml;
import dev.murre.trace.story.StoryRequest;
import dev.murre.trace.story.StoryText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `murre explain`: runs a program and tells one event of the run as a story.
final class ExplainCommand {
    private ExplainCommand() {}

    static int run(List<String> words) throws UsageException {
        var kind = words.isEmpty() ? null : StoryRequest.Kind.of(words.getFirst());
        if (kind == null) {
            throw new UsageException(
                    "explain what? fork, vfork, clone, exec, switch or signal; such as:"
                            + " murre explain fork bash -c 'ls | wc'");
        }
        int nth = 1;
        int pid = 0;
        Path page = null;
        int next = 1;
        while (next < words.size() && isOwn(words.get(next))) {
            var word = words.get(next++);
            int equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 && next >= words.size()) {
                throw new UsageException("option " + name + " needs a value");
            }
            var value = equals < 0 ? words.get(next++) : word.substring(equals + 1);
            switch (name) {
                case "--nth" -> nth = Quantity.whole(name, value, 1, Integer.MAX_VALUE);
                case "--pid" -> pid = Quantity.whole(name, value, 1, Integer.MAX_VALUE);
                default -> page = Path.of(value);
            }
        }
        var options = RunOptionsParser.parse(words.subList(next, words.size()));
        options.story = new StoryRequest(kind, nth, pid);
        options.storyPage = page;
        return RunCommand.run(options);
    }

    private static boolean isOwn(String word) {
        var name = word.replaceFirst("=.*", "");
        return name.equals("--nth") || name.equals("--pid") || name.equals("--html");
    }

    /// Tells what a machine that is switched off has recorded.
    static void tell(Machine machine, StoryRequest request, @Nullable Path page)
            throws UsageException, IOException {
        Story story = machine.story();
        if (story == null) {
            throw new UsageException(
                    "the program made no such event: "
                            + request.kind().text()
                            + (request.nth() > 1 ? " number " + request.nth() : "")
                            + (request.pid() > 0 ? " of task " + request.pid() : ""));
        }
        if (page == null) {
            System.out.print(StoryText.of(story));
            System.out.flush();
        } else {
            Files.writeString(page, StoryHtml.of(story));
        }
    }
}
