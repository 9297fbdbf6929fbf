package dev.murre.machine.jit;

import dev.murre.machine.memory.Posix;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Has the guest run before HotSpot's compilers where both want the same host processors: on a
/// small host these would take most of the time of a program that runs much code a little. Linux
/// gives each thread a nice value of its own (`setpriority(2)`, "C library/kernel differences").
final class CompilerThreads {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final int NICER = 5;
    private static final int LEAST_URGENT = 19;

    /// Where proc_pid_stat(5) has the nice value, counted from what follows the name.
    private static final int NICE_FIELD = 17;

    private CompilerThreads() {}

    /// Lowers the priority of the compilers and of the threads that feed them below the process's
    /// own, however often it is called; silent where that cannot be.
    static void yieldToGuest() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROCESS.resolve("task"))) {
            int nice = Math.min(niceOf(PROCESS) + NICER, LEAST_URGENT);
            for (Path task : tasks) {
                String name = Files.readString(task.resolve("comm"));
                if (name.startsWith("C1 Comp")
                        || name.startsWith("C2 Comp")
                        || name.startsWith("murre-jit")) {
                    Posix.setNice(Integer.parseInt(task.getFileName().toString()), nice);
                }
            }
        } catch (IOException e) {
            // No Linux, or no /proc: all threads stay equal.
        }
    }

    private static int niceOf(Path task) throws IOException {
        String status = Files.readString(task.resolve("stat"));
        return Integer.parseInt(status.substring(status.lastIndexOf(')')).split(" ")[NICE_FIELD]);
    }
}
