package dev.murre.kernel.fs;

/// Turns places back into text, as getcwd(2) and `/proc` show them.
public final class PathText {
    private PathText() {}

    /// The absolute path of a place as seen from `root`; with `(unreachable)` before it when the
    /// place
    /// is not under the root, and ` (deleted)` after it when its name is gone.
    public static String of(Path place, Path root) {
        StringBuilder text = new StringBuilder();
        Mount mount = place.mount();
        Dentry dentry = place.dentry();
        boolean reached = true;
        while (!root.is(mount, dentry)) {
            if (dentry == mount.root()) {
                Mount above = mount.parent();
                Dentry at = mount.mountpoint();
                if (above == null || at == null) {
                    reached = false;
                    break;
                }
                mount = above;
                dentry = at;
                continue;
            }
            text.insert(0, dentry.name()).insert(0, '/');
            Dentry parent = dentry.parent();
            if (parent == dentry) {
                return dentry.name();
            }
            dentry = parent;
        }
        if (text.isEmpty()) {
            text.append('/');
        }
        boolean nowhere = mount.namespace() == null && mount.parent() == null;
        return reached || nowhere ? text.toString() : "(unreachable)" + text;
    }

    /// The path of a place from `top` within one file system, whatever is mounted.
    public static String inside(Path place, Path top) {
        StringBuilder text = new StringBuilder();
        for (Dentry d = place.dentry(); d != top.dentry() && d != d.parent(); d = d.parent()) {
            text.insert(0, d.name()).insert(0, '/');
        }
        return text.isEmpty() ? "/" : text.toString();
    }

    /// As [#of], with ` (deleted)` behind a name that is gone: `/proc/PID/exe`, `fd`, `maps`.
    public static String shown(Path place, Path root) {
        String text = of(place, root);
        boolean deleted = place.dentry().isUnlinked() && place.dentry().parent() != place.dentry();
        return deleted ? text + " (deleted)" : text;
    }
}
