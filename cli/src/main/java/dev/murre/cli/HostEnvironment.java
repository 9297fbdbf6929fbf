package dev.murre.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What of this process's environment a guest gets.
final class HostEnvironment {
    /// Passed on when the guest runs on this machine's own files, for which they are right.
    private static final List<String> KEPT =
            List.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "SHELL",
                    "LANG",
                    "LANGUAGE",
                    "LC_ALL",
                    "LC_CTYPE",
                    "TZ",
                    "EDITOR",
                    "PAGER");

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private HostEnvironment() {}

    /// The environment for a run; options override what is passed on.
    static Map<String, String> forGuest(RunOptions options, Interaction interaction) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("HOME", options.user == null || options.user.uid() == 0 ? "/root" : "/");
        if (options.root == null) {
            for (var name : KEPT) {
                pass(environment, name);
            }
        }
        if (interaction == Interaction.TERMINAL) {
            environment.put("TERM", "xterm");
            pass(environment, "TERM");
        }
        for (var given : options.environment) {
            int equals = given.indexOf('=');
            if (equals < 0) {
                pass(environment, given);
            } else {
                environment.put(given.substring(0, equals), given.substring(equals + 1));
            }
        }
        return environment;
    }

    private static void pass(Map<String, String> environment, String name) {
        var value = System.getenv(name);
        if (value != null) {
            environment.put(name, value);
        }
    }
}
