package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.runtime.Machine;
import dev.murre.runtime.RootFs;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Area;
import dev.murre.trace.story.Story.Slot;
import dev.murre.trace.story.StoryHtml;
import dev.murre.trace.story.StoryRequest;
import dev.murre.trace.story.StoryRequest.Kind;
import dev.murre.trace.story.StoryText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What `murre explain` tells is what the run really was.
@Tag("slow")
class ExplainTest {
    /// What a program printed, and what was told of it.
    private record Told(String output, @Nullable Story story) {
        Story told() {
            assertNotNull(story, "nothing was told; the program said: " + output);
            return story;
        }

        <T> List<T> all(Class<T> kind) {
            return told().sections().stream()
                    .flatMap(section -> section.blocks().stream())
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }

        String fact(String name) {
            return all(Story.Facts.class).stream()
                    .flatMap(facts -> facts.facts().stream())
                    .filter(fact -> fact.name().equals(name))
                    .map(Story.Fact::value)
                    .findFirst()
                    .orElse("");
        }

        List<Slot> stack(String title) {
            return all(Story.Stacks.class).stream()
                    .flatMap(stacks -> stacks.stacks().stream())
                    .filter(stack -> stack.title().startsWith(title))
                    .findFirst()
                    .orElseThrow()
                    .slots();
        }

        Stream<String> calls() {
            return all(Story.Calls.class).stream()
                    .flatMap(calls -> calls.calls().stream())
                    .map(call -> call.text().substring(0, call.text().indexOf('(')));
        }
    }

    private static Told explain(Kind kind, int nth, String script) throws Exception {
        return explain(kind, nth, new RootFs.BuiltIn(), "/bin/sh", script);
    }

    private static Told explain(Kind kind, int nth, RootFs root, String shell, String script)
            throws Exception {
        String output;
        var builder = Machine.builder().root(root);
        var machine = builder.story(new StoryRequest(kind, nth, 0)).build();
        try (machine) {
            var process = machine.process(shell, "-c", script).directory("/").start();
            output = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
        }
        return new Told(output, machine.story());
    }

    private static Slot slot(List<Slot> slots, String name) {
        return slots.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void aForkIsToldFromBothKernelStacks() throws Exception {
        var told = explain(Kind.FORK, 1, "/bin/true & echo $!; wait");
        var child = told.output().strip();
        assertEquals("sh-" + child + ", process " + child, told.fact("child"));
        var childStack = told.stack("child " + child);
        var parentStack = told.stack("parent");
        assertEquals("0x0", slot(childStack, "ax").value());
        assertEquals("→ ret_from_fork", slot(childStack, "ret_addr").note());
        assertEquals(Area.SWITCH_FRAME, slot(childStack, "ret_addr").area());
        for (var register : List.of("ip", "sp", "bx", "r12", "flags", "orig_ax")) {
            assertEquals(slot(parentStack, register).value(), slot(childStack, register).value());
        }
        assertEquals("0x57ac6e9d", slot(childStack, "magic").value());
        var calls = told.calls().toList();
        assertTrue(calls.indexOf("_do_fork") < calls.indexOf("copy_process"), calls.toString());
        assertTrue(calls.indexOf("copy_mm") < calls.indexOf("copy_thread_tls"), calls.toString());
        assertTrue(calls.contains("wake_up_new_task") && calls.contains("ret_from_fork"));
    }

    @Test
    void anExecIsToldWithTheStackTheProgramFinds() throws Exception {
        var told = explain(Kind.EXEC, 1, "A=b /bin/echo one two; :");
        assertEquals("one two", told.output().strip());
        var stack = told.stack("user stack");
        assertEquals("3 ← sp", slot(stack, "argc").note());
        assertEquals("→ \"/bin/echo\"", slot(stack, "argv[0]").note());
        assertEquals("→ \"two\"", slot(stack, "argv[2]").note());
        assertTrue(stack.stream().anyMatch(s -> s.note().equals("→ \"A=b\"")), stack.toString());
        assertEquals("4096", slot(stack, "AT_PAGESZ").note());
        assertEquals("→ \"/bin/echo\"", slot(stack, "AT_EXECFN").note());
        assertEquals(slot(stack, "argc").address(), slot(told.stack("after"), "sp").value());
        var calls = told.calls().toList();
        assertTrue(calls.indexOf("load_elf_binary") < calls.indexOf("start_thread"), "" + calls);
    }

    @Test
    void aSwitchHasEightSteps() throws Exception {
        var told = explain(Kind.SWITCH, 1, "ls / | wc -l");
        assertEquals(8, told.all(Story.Steps.class).getFirst().steps().size());
        assertTrue(
                told.calls()
                        .toList()
                        .containsAll(List.of("schedule", "context_switch", "__switch_to")));
    }

    @Test
    void aSignalIsToldUntilItIsForgotten() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash on this host");
        var script = "trap 'echo caught' USR1; kill -USR1 $$; echo after";
        var told = explain(Kind.SIGNAL, 1, RootFs.host(), "/bin/bash", script);
        assertEquals("caught\nafter", told.output().strip());
        assertTrue(told.told().title().startsWith("SIGUSR1: bash-"), told.told().title());
        var registers = told.all(Story.Table.class).getFirst();
        assertEquals(4, registers.columns().size());
        for (var row : registers.rows()) {
            boolean moves = List.of("orig_ax").contains(row.cells().getFirst());
            assertTrue(moves || row.cells().get(1).equals(row.cells().get(3)), row.toString());
        }
    }

    @Test
    void whatNeverHappensIsNotTold() throws Exception {
        assertNull(explain(Kind.FORK, 3, "/bin/true & wait").story());
        assertNull(explain(Kind.VFORK, 1, ":").story());
    }

    @Test
    void thePageStandsAlone() throws Exception {
        var story = explain(Kind.FORK, 1, "/bin/true & wait").told();
        var page = StoryHtml.of(story);
        assertFalse(page.contains("http:") || page.contains("https:") || page.contains("src="));
        assertTrue(page.contains("prefers-color-scheme: dark") && page.contains("<svg"));
        assertTrue(StoryText.of(story).contains("STACK_END_MAGIC, intact"));
    }
}
