package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.conformance.run.ProgramRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real gdb from outside on `murre run --gdb`.
@Tag("slow")
class GdbTest {
    private static final String PROGRAM =
            """
            #include <stdlib.h>
            #include <sys/wait.h>
            #include <unistd.h>
            int counter;
            __attribute__((noinline)) int marked(int n) { counter += n; return counter; }
            int main(int argc, char **argv)
            {
                if (argc > 1)
                    for (;;)
                        pause();
                marked(1);
                pid_t pid = fork();
                if (pid == 0) {
                    marked(2);
                    execl("/bin/true", "true", NULL);
                    _exit(9);
                }
                int status;
                waitpid(pid, &status, 0);
                marked(3);
                return counter;
            }
            """;

    private static final Pattern PORT = Pattern.compile("extended-remote :(\\d+)");
    private static final Pattern SYMBOLS = Pattern.compile("add-symbol-file (\\S+)");

    @TempDir Path directory;

    private Path compile(String width) throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/usr/bin/gdb")), "no gdb");
        assumeTrue(Files.exists(Path.of("/usr/bin/gcc")), "no gcc");
        assumeTrue(!width.equals("-m32") || Files.exists(Path.of("/usr/lib32/crt1.o")), "no i386");
        var source = Files.writeString(directory.resolve("it.c"), PROGRAM);
        var program = directory.resolve("it");
        var gcc =
                new ProcessBuilder(
                                "gcc",
                                width,
                                "-g",
                                "-static",
                                "-o",
                                program.toString(),
                                source.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, gcc.waitFor());
        return program;
    }

    /// A machine that waits for gdb, and gdb on it, which takes commands one by one.
    private static final class Session implements AutoCloseable {
        final Process murre;
        final String symbols;
        private final Process gdb;
        private final Writer commands;
        private final BufferedReader answers;
        private int asked;

        Session(Path program, String... arguments) throws IOException {
            var command = new ArrayList<String>();
            var launcher = ProgramRun.home().resolve("murre").toString();
            command.addAll(List.of(launcher, "run", "--gdb", "127.0.0.1:0", "--timeout", "300s"));
            command.add(program.toString());
            command.addAll(List.of(arguments));
            murre = new ProcessBuilder(command).start();
            var told = murre.errorReader(UTF_8);
            var port = find(told, PORT);
            symbols = find(told, SYMBOLS);
            gdb =
                    new ProcessBuilder("gdb", "-nx", "-q", program.toString())
                            .redirectErrorStream(true)
                            .start();
            commands = gdb.outputWriter(UTF_8);
            answers = gdb.inputReader(UTF_8);
            ask("set confirm off");
            ask("set pagination off");
            ask("set sysroot /");
            ask("target extended-remote 127.0.0.1:" + port);
        }

        private static String find(BufferedReader from, Pattern pattern) throws IOException {
            while (true) {
                var line = from.readLine();
                if (line == null) {
                    throw new IOException("murre ended");
                }
                Matcher found = pattern.matcher(line);
                if (found.find()) {
                    return found.group(1);
                }
            }
        }

        /// One command and all that gdb says until it is done.
        String ask(String command) throws IOException {
            say(command);
            return answer();
        }

        void say(String command) throws IOException {
            asked++;
            commands.write(command + "\necho \\nend-of-answer-" + asked + "\\n\n");
            commands.flush();
        }

        String answer() throws IOException {
            var all = new StringBuilder();
            while (true) {
                var line = answers.readLine();
                if (line == null) {
                    throw new IOException("gdb ended: " + all);
                }
                if (line.contains("end-of-answer-" + asked)) {
                    return all.toString();
                }
                all.append(line).append('\n');
            }
        }

        void interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(gdb.pid())).start().waitFor();
        }

        int status() throws InterruptedException {
            assertTrue(murre.waitFor(60, TimeUnit.SECONDS), "the machine does not end");
            return murre.exitValue();
        }

        @Override
        public void close() {
            gdb.destroyForcibly();
            murre.destroyForcibly();
        }
    }

    private static void assertSays(String wanted, String said) {
        assertTrue(said.contains(wanted), said);
    }

    @Test
    void stopsAtBreakpointsAndRunsToTheEnd() throws Exception {
        try (var session = new Session(compile("-m64"))) {
            session.ask("break marked");
            assertSays("marked (n=1)", session.ask("continue"));
            assertSays("in main", session.ask("up"));
            assertSays("marked (n=3)", session.ask("continue"));
            assertSays("exited with code 04", session.ask("continue"));
            assertEquals(4, session.status());
        }
    }

    @Test
    void a32BitProgramIsDebuggedAndKilled() throws Exception {
        try (var session = new Session(compile("-m32"))) {
            session.ask("break marked");
            assertSays("marked (n=1)", session.ask("continue"));
            assertSays("= 4", session.ask("print sizeof($sp)"));
            assertSays("killed", session.ask("kill"));
            assertEquals(128 + 9, session.status());
        }
    }

    @Test
    void everyProcessIsAnInferior() throws Exception {
        try (var session = new Session(compile("-m64"))) {
            session.ask("set detach-on-fork off");
            session.ask("set schedule-multiple on");
            session.ask("break marked");
            assertSays("marked (n=1)", session.ask("continue"));
            assertSays("marked (n=2)", session.ask("continue"));
            assertSays("* 2", session.ask("info inferiors"));
            session.ask("catch exec");
            assertSays("exec'd", session.ask("continue"));
            session.ask("delete");
            session.ask("kill inferiors 2");
            session.ask("inferior 1");
            session.ask("break marked");
            assertSays("marked (n=3)", session.ask("continue"));
            session.ask("continue");
            assertEquals(4, session.status());
        }
    }

    @Test
    void theKernelItselfStopsWithItsStackInSight() throws Exception {
        try (var session = new Session(compile("-m64"))) {
            session.ask("add-symbol-file " + session.symbols);
            session.ask("break copy_process");
            assertSays("copy_process", session.ask("continue"));
            var back = session.ask("bt");
            assertSays("_do_fork", back);
            assertSays("entry_SYSCALL_64", back);
            assertSays("_do_fork", session.ask("info symbol *(long *)$rsp"));
            session.ask("delete");
            session.ask("continue");
            assertEquals(4, session.status());
        }
    }

    @Test
    void controlCStopsARunningProgram() throws Exception {
        try (var session = new Session(compile("-m64"), "wait")) {
            session.say("continue");
            TimeUnit.MILLISECONDS.sleep(500);
            session.interrupt();
            assertSays("SIGINT", session.answer());
            assertSays("pause", session.ask("bt"));
            assertSays("killed", session.ask("kill"));
            assertNotEquals(0, session.status());
        }
    }
}
