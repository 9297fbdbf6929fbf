package dev.murre.cli;

import java.util.List;

/// The `murre` command.
///
/// Exit status as `docker run` has it: the guest's own, 128 + n when signal n ended it, 125 when
/// Murre could not do what was asked, 126 when the program cannot be executed, 127 when it is not
/// found.
public final class Main {
    static final int FAILED = 125;

    static final String VERSION = "0.1.0";

    private static final String USAGE =
            """
            usage: murre COMMAND
              run [OPTIONS] PROGRAM [ARGS…]   run a Linux program
              lab [OPTIONS] [NAME [ARGS…]]    run a program of the laboratory; its menu without a name
              explain EVENT [--nth N] [--pid P] [--html FILE] [OPTIONS] PROGRAM [ARGS…]
                                              run it and tell one fork, vfork, clone, exec, switch or signal
              attach [PID|SOCKET] [COMMAND…]  look at a machine that runs
              help                            this text
              --version                       what this is

            Options of run:
            """;

    private Main() {}

    /// Entry point of the launcher.
    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failed(thread.getName(), e));
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        var command = arguments.isEmpty() ? "help" : arguments.getFirst();
        var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "help", "--help", "-h" -> help();
                case "version", "--version" -> version();
                case "run" -> RunCommand.run(RunOptionsParser.parse(rest));
                case "lab" -> LabCommand.run(rest);
                case "attach" -> AttachCommand.run(rest);
                case "explain" -> ExplainCommand.run(rest);
                case "warm-up" -> WarmUp.run();
                default ->
                        throw new UsageException(
                                "unknown command " + command + "; try: murre run " + command);
            };
        } catch (UsageException e) {
            System.err.println("murre: " + e.getMessage());
            return FAILED;
        } catch (RuntimeException | Error e) {
            return tell("murre stopped", e);
        }
    }

    /// A thread that something may wait for is gone: better an end than waiting for ever.
    private static void failed(String thread, Throwable e) {
        System.exit(tell("thread " + thread + " ended", e));
    }

    private static int tell(String what, Throwable e) {
        System.err.println("murre: " + FailureReport.write(what, e));
        return FAILED;
    }

    static int help() {
        System.out.print(USAGE + RunOption.helpText());
        return 0;
    }

    private static int version() {
        System.out.println("murre " + VERSION + " (Java " + Runtime.version() + ")");
        return 0;
    }
}
