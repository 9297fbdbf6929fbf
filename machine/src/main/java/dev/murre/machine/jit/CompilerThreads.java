package dev.murre.machine.jit;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Has the guest run before HotSpot's compilers where both want the same host processors: on a
/// small
/// host these would take most of the time of a program that runs much code a little. Linux gives
/// each
/// thread a nice value of its own (`setpriority(2)`, "C library/kernel differences").
final class CompilerThreads {
    private static final int PRIO_PROCESS = 0;
    private static final int NICER = 5;
    private static final int LEAST_URGENT = 19;

    /// Where proc_pid_stat(5) has the nice value, counted from what follows the name.
    private static final int NICE_FIELD = 17;

    private CompilerThreads() {}

    /// Lowers the priority of the compilers and of the calling thread; silent where that cannot be.
    static void yieldToGuest() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            MethodHandle setPriority = setPriority();
            for (Path task : tasks) {
                String name = Files.readString(task.resolve("comm"));
                if (name.startsWith("C1 Comp")
                        || name.startsWith("C2 Comp")
                        || name.startsWith("murre-jit")) {
                    int id = Integer.parseInt(task.getFileName().toString());
                    int nice = Math.min(niceOf(task) + NICER, LEAST_URGENT);
                    int ignored = (int) setPriority.invokeExact(PRIO_PROCESS, id, nice);
                }
            }
        } catch (IOException e) {
            // No Linux, or no /proc: all threads stay equal.
        } catch (Throwable e) {
            throw new LinkageError("the host has no setpriority", e);
        }
    }

    private static int niceOf(Path task) throws IOException {
        String status = Files.readString(task.resolve("stat"));
        return Integer.parseInt(status.substring(status.lastIndexOf(')')).split(" ")[NICE_FIELD]);
    }

    private static MethodHandle setPriority() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("setpriority").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT));
    }
}
