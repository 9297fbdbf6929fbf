package dev.murre.kernel.proc;

import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.MountNamespace;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// `/proc/PID/mounts` and `mountinfo`: proc(5), fstab(5).
final class MountText {
    private MountText() {}

    private static @Nullable MountNamespace namespace(@Nullable FsContext fs) {
        return fs == null ? null : fs.root().mount().namespace();
    }

    static String mounts(Task t) {
        FsContext fs = t.fsOrNull();
        MountNamespace ns = namespace(fs);
        StringBuilder out = new StringBuilder();
        if (fs == null || ns == null) {
            return "";
        }
        for (Mount mount : ns.mounts()) {
            String at = place(mount, fs);
            if (at == null) {
                continue;
            }
            out.append(escape(mount.source())).append(' ').append(escape(at)).append(' ');
            out.append(mount.superBlock().typeName()).append(' ');
            out.append(mount.isReadOnly() ? "ro" : "rw").append(options(mount));
            out.append(mount.superBlock().options()).append(" 0 0\n");
        }
        return out.toString();
    }

    static String mountInfo(Task t, FsSubject who) {
        FsContext fs = t.fsOrNull();
        MountNamespace ns = namespace(fs);
        StringBuilder out = new StringBuilder();
        if (fs == null || ns == null) {
            return "";
        }
        for (Mount mount : ns.mounts()) {
            String at = place(mount, fs);
            if (at == null) {
                continue;
            }
            Mount parent = mount.parent();
            long dev = mount.superBlock().dev();
            Path inside = new Path(mount, mount.root());
            Path top = new Path(mount, mount.superBlock().root());
            out.append(mount.id()).append(' ').append(parent == null ? 1 : parent.id());
            out.append(' ').append(Devices.major(dev)).append(':').append(Devices.minor(dev));
            String shown = mount.superBlock().shownRoot(mount.root(), who);
            out.append(' ').append(escape(shown != null ? shown : PathText.inside(inside, top)));
            out.append(' ').append(escape(at)).append(' ');
            out.append(mount.has(Mount.RDONLY) ? "ro" : "rw").append(options(mount));
            out.append(kind(mount)).append(" - ").append(mount.superBlock().typeName()).append(' ');
            out.append(escape(mount.source())).append(' ');
            out.append(mount.superBlock().readOnly ? "ro" : "rw");
            out.append(mount.superBlock().options()).append('\n');
        }
        return out.toString();
    }

    /// Where a mount stands as the process sees it; null when outside its root.
    private static @Nullable String place(Mount mount, FsContext fs) {
        String at = PathText.of(new Path(mount, mount.root()), fs.root());
        return at.startsWith("/") ? at : null;
    }

    /// The optional fields.
    private static String kind(Mount mount) {
        String text = mount.peerGroup() == 0 ? "" : " shared:" + mount.peerGroup();
        if (mount.masterGroup() != 0) {
            text += " master:" + mount.masterGroup();
        }
        return mount.isUnbindable() ? text + " unbindable" : text;
    }

    private static String options(Mount mount) {
        StringBuilder out = new StringBuilder();
        option(out, mount, Mount.NOSUID, ",nosuid");
        option(out, mount, Mount.NODEV, ",nodev");
        option(out, mount, Mount.NOEXEC, ",noexec");
        option(out, mount, Mount.NOATIME, ",noatime");
        option(out, mount, Mount.NODIRATIME, ",nodiratime");
        option(out, mount, Mount.RELATIME, ",relatime");
        return out.toString();
    }

    private static void option(StringBuilder out, Mount mount, int flag, String text) {
        if (mount.has(flag)) {
            out.append(text);
        }
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\\') {
                out.append("\\%03o".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
