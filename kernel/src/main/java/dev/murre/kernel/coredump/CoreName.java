package dev.murre.kernel.coredump;

import dev.murre.abi.Rlimit;
import dev.murre.abi.Signal;
import dev.murre.kernel.task.KernelSettings;
import dev.murre.kernel.task.Task;

/// The name of a core file, from `/proc/sys/kernel/core_pattern`, core(5).
final class CoreName {
    private CoreName() {}

    static String of(Task t, Signal signal) {
        KernelSettings settings = t.kernel().settings();
        String pattern = settings.corePattern;
        StringBuilder name = new StringBuilder();
        boolean hasPid = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                name.append(c);
            } else if (++i < pattern.length()) {
                char what = pattern.charAt(i);
                hasPid |= what == 'p';
                name.append(part(t, signal, what));
            }
        }
        if (!hasPid && settings.coreUsesPid != 0) {
            name.append('.').append(t.tgid());
        }
        return name.toString();
    }

    private static String part(Task t, Signal signal, char what) {
        return switch (what) {
            case '%' -> "%";
            case 'p' -> Integer.toString(t.tgid());
            case 'P' -> Integer.toString(t.threadGroup().pid().number());
            case 'i' -> Integer.toString(t.pid());
            case 'I' -> Integer.toString(t.id());
            case 'u' -> Integer.toString(t.creds().uid());
            case 'g' -> Integer.toString(t.creds().gid());
            case 'd' -> t.options().dumpable ? "1" : "0";
            case 's' -> Integer.toString(signal.number);
            case 't' -> Long.toString(t.kernel().clocks().realtimeNanos() / 1_000_000_000);
            case 'h' -> t.namespaces().uts().host();
            case 'e' -> t.comm().replace('/', '!');
            case 'c' -> Long.toUnsignedString(t.limits().soft(Rlimit.CORE));
            default -> "";
        };
    }
}
