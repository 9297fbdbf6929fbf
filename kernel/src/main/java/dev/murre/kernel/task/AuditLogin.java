package dev.murre.kernel.task;

/// Who logged in to make a process, and in which session, as pam_loginuid(8) tells the kernel. All
/// processes made from it have the same.
///
/// @param uid the user, as the kernel counts; -1 before any login
/// @param session -1 before any login
public record AuditLogin(int uid, int session) {
    public static final AuditLogin NONE = new AuditLogin(-1, -1);
}
