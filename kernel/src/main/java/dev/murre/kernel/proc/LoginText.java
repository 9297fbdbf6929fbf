package dev.murre.kernel.proc;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.task.AuditLogin;
import dev.murre.kernel.task.Task;

/// `/proc/PID/loginuid` and `sessionid`. Linux: proc_loginuid_write, audit_set_loginuid.
final class LoginText {
    private static final long LARGEST = 0xffff_ffffL;

    private LoginText() {}

    static String user(Task task, FsSubject who) {
        int uid = task.auditLogin().uid();
        return Integer.toUnsignedString(who.creds().user().users().fromKernel(uid));
    }

    static String session(Task task) {
        return Integer.toUnsignedString(task.auditLogin().session());
    }

    /// A process sets its own; whoever has a login already needs AUDIT_CONTROL to change it.
    static void setUser(Task task, FsSubject who, String text) {
        if (who != task) {
            throw Errno.EPERM.exception();
        }
        long value;
        try {
            value = Long.parseUnsignedLong(text.strip());
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        if (value < 0 || value > LARGEST) {
            throw Errno.ERANGE.exception();
        }
        int uid = -1;
        if (value != LARGEST) {
            uid = who.creds().user().users().toKernel((int) value);
            if (uid == -1) {
                throw Errno.EINVAL.exception();
            }
        }
        if (task.auditLogin().uid() != -1 && !who.creds().capable(Capability.AUDIT_CONTROL)) {
            throw Errno.EPERM.exception();
        }
        task.setAuditLogin(
                uid == -1
                        ? AuditLogin.NONE
                        : new AuditLogin(uid, ++task.kernel().settings().lastAuditSession));
    }
}
