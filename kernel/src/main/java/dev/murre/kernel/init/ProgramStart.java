package dev.murre.kernel.init;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.task.Task;
import java.util.List;

/// A program that process 1 is to start as its child, in a session of its own. Texts are as
/// everywhere in the kernel: one char is one byte.
///
/// @param arguments at least one; the first is the program, looked for in PATH unless it has a
/// slash
/// @param environment NAME=VALUE each
/// @param directory where it starts
public record ProgramStart(
        List<String> arguments,
        List<String> environment,
        String directory,
        Credentials creds,
        Files files,
        Listener listener) {
    /// Gives the new process its descriptors.
    @FunctionalInterface
    public interface Files {
        /// Enters files into the task's table, 0 to 2 as a rule.
        void install(Task child);
    }

    /// Is told what becomes of it, under the kernel's lock.
    public interface Listener {
        /// It has a process id; the program itself is not loaded yet.
        void started(int pid);

        /// The program is in place and about to run.
        void loaded();

        /// It could not be executed: ENOENT where there is no such program.
        void failed(Errno errno);

        /// It could not even be tried, because of something else: what, and why.
        void refused(String what, Errno errno);

        /// It has ended with a status as wait(2) has it; follows [#failed] and [#refused] too.
        void ended(int status);
    }
}
