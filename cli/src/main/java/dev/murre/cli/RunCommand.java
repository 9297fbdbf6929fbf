package dev.murre.cli;

/// `murre run`.
final class RunCommand {
    private RunCommand() {}

    static int run(RunOptions options) throws UsageException {
        if (options.help) {
            return Main.help();
        }
        throw new UsageException("this build has no kernel yet");
    }
}
