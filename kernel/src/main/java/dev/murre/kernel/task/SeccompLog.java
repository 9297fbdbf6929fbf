package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.MessageRing;
import dev.murre.kernel.exec.ExecutableFile;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.mm.Mm;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Tells of verdicts of seccomp filters in the kernel's log, as the audit subsystem does when no
/// auditd runs. Linux: seccomp_log, audit_seccomp.
public final class SeccompLog {
    private static final int AUDIT_SECCOMP = 1326;
    private static final long SECOND = 1_000_000_000L;

    /// Names of actions, strictest first; which bit of the verdict they have does not matter here.
    private static final List<String> NAMES =
            List.of(
                    "kill_process",
                    "kill_thread",
                    "trap",
                    "errno",
                    "user_notif",
                    "trace",
                    "log",
                    "allow");

    private SeccompLog() {}

    /// Checks what is written to `actions_logged`: EINVAL for unknown names, and for `allow`.
    public static String parse(String text) {
        List<String> given = List.of(text.strip().split("\\s+"));
        for (String name : given) {
            boolean none = given.size() == 1 && name.isEmpty();
            if (!none && (!NAMES.contains(name) || name.equals("allow"))) {
                throw Errno.EINVAL.exception();
            }
        }
        return String.join(" ", NAMES.stream().filter(given::contains).toList());
    }

    /// Tells of a verdict if that is wanted.
    ///
    /// @param action its name
    /// @param verdict what the filter returned
    static void tell(Task t, String action, int verdict, int signal, int[] data) {
        Kernel kernel = t.kernel();
        KernelSettings settings = kernel.settings();
        if (!List.of(settings.loggedActions.split(" ")).contains(action)) {
            return;
        }
        long now = kernel.clocks().realtimeNanos();
        long ip = data[2] & 0xffff_ffffL | (long) data[3] << 32;
        String text =
                ("audit: type=%d audit(%d.%03d:%d): auid=%s uid=%d gid=%d ses=%s pid=%d comm=%s"
                                + " exe=%s sig=%d arch=%x syscall=%d compat=%d ip=0x%x"
                                + " code=0x%x")
                        .formatted(
                                AUDIT_SECCOMP,
                                now / SECOND,
                                now % SECOND / 1_000_000,
                                ++settings.auditMessages,
                                Integer.toUnsignedString(t.auditLogin().uid()),
                                t.creds().uid(),
                                t.creds().gid(),
                                Integer.toUnsignedString(t.auditLogin().session()),
                                t.threadGroup().pid().number(),
                                shown(t.comm()),
                                program(t),
                                signal,
                                data[1],
                                data[0],
                                t.abi().is64() ? 0 : 1,
                                ip,
                                verdict & 0xffff0000);
        kernel.messages().add(MessageRing.NOTICE, text);
    }

    private static String program(Task t) {
        Mm mm = t.mmOrNull();
        return mm != null && mm.executable() instanceof ExecutableFile file
                ? shown(PathText.shown(file.file().path(), t.kernel().idleTask().fs().root()))
                : "(null)";
    }

    /// In quotation marks, or in hexadecimal when that could be misread. Linux:
    /// audit_log_untrustedstring.
    private static String shown(String text) {
        boolean plain = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"');
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return plain ? '"' + text + '"' : HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
