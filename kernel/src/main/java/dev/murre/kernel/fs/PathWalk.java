package dev.murre.kernel.fs;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import org.jspecify.annotations.Nullable;

/// Turns a path into a mount and a dentry: path_resolution(7).
///
/// One walker serves the whole machine (under the big lock) and is reused, so a walk over cached
/// names allocates nothing. Take what you need out of it before you walk again.
public final class PathWalk {
    /// Follow a symbolic link in the last component.
    public static final int FOLLOW = 1;

    /// The result must be a directory.
    public static final int DIRECTORY = 2;

    /// An empty path means the descriptor itself (AT_EMPTY_PATH).
    public static final int EMPTY = 4;

    // What a walk refuses to do, openat2(2) RESOLVE_….
    public static final int NO_XDEV = 1;
    public static final int NO_MAGICLINKS = 2;
    public static final int NO_SYMLINKS = 4;
    public static final int BENEATH = 8;
    public static final int IN_ROOT = 16;

    /// Stop at the directory of the last component; see [#lookupLast].
    private static final int PARENT = 8;

    private static final int MAX_LINKS = 40;
    private static final int PATH_MAX = 4096;

    /// How many cached names a directory collects before those of dead processes and the like go.
    private static final int PURGE_EVERY = 128;

    /// What the last component of a [#parent] walk is.
    enum Last {
        NORMAL,
        DOT,
        DOT_DOT,
        ROOT
    }

    private Path root;
    private Mount mount;
    private Dentry dentry;
    private int links;
    private int refused;
    private int refusedNext;

    // The last component of a parent walk: a range of `path`.
    private String path = "";
    private int lastFrom;
    private int lastTo;
    private Last last = Last.ROOT;
    private @Nullable Dentry child;

    PathWalk(Path start) {
        root = start;
        mount = start.mount();
        dentry = start.dentry();
    }

    public Mount mount() {
        return mount;
    }

    public Dentry dentry() {
        return dentry;
    }

    public Inode inode() {
        return dentry.inode();
    }

    /// The result as a value that outlives the next walk.
    public Path result() {
        return new Path(mount, dentry);
    }

    /// Walks `name` from `dirfd` (or the working directory) to an existing file: 0 or `-errno`.
    public int lookup(FsSubject who, int dirfd, String name, int flags) {
        int error = start(who, dirfd, name, flags);
        if (error != 0 || name.isEmpty()) {
            return error;
        }
        return walk(who, name, flags);
    }

    /// Walks to the directory of the last component of `name`: 0 or `-errno`. Then [#lookupLast]
    /// finds the component itself.
    public int parent(FsSubject who, int dirfd, String name) {
        int error = start(who, dirfd, name, 0);
        return error != 0 ? error : walk(who, name, PARENT);
    }

    /// Restricts the next walk.
    ///
    /// @param how bits of [#NO_XDEV] and its neighbours
    void refuse(int how) {
        refusedNext = how;
    }

    private boolean refuses(int what) {
        return (refused & what) != 0;
    }

    private int start(FsSubject who, int dirfd, String name, int flags) {
        links = 0;
        refused = refusedNext;
        refusedNext = 0;
        FsContext fs = who.fs();
        root = fs.root();
        if (name.length() >= PATH_MAX) {
            return -Errno.ENAMETOOLONG.number;
        }
        if (!name.isEmpty() && name.charAt(0) == '/' && !refuses(IN_ROOT)) {
            at(root);
            return refuses(BENEATH) ? -Errno.EXDEV.number : 0;
        }
        int error = startAt(who, dirfd, name, flags);
        if (error == 0 && refuses(BENEATH | IN_ROOT)) {
            root = result();
        }
        return error;
    }

    private int startAt(FsSubject who, int dirfd, String name, int flags) {
        FsContext fs = who.fs();
        if (name.isEmpty() && (flags & EMPTY) == 0) {
            return -Errno.ENOENT.number;
        }
        if (dirfd == AtFlags.AT_FDCWD) {
            at(fs.cwd());
            return 0;
        }
        OpenFile base = who.files().getAny(dirfd);
        if (base == null) {
            return -Errno.EBADF.number;
        }
        mount = base.mount();
        dentry = base.dentry();
        return name.isEmpty() || inode().isDirectory() ? 0 : -Errno.ENOTDIR.number;
    }

    private void at(Path place) {
        mount = place.mount();
        dentry = place.dentry();
    }

    private int walk(FsSubject who, String name, int flags) {
        path = name;
        last = Last.ROOT;
        int at = 0;
        while (true) {
            int end = path.length();
            while (at < end && path.charAt(at) == '/') {
                at++;
            }
            if (at == end) {
                return endsHere(flags);
            }
            int to = path.indexOf('/', at);
            to = to < 0 ? end : to;
            boolean isLast = isLast(to);
            int error = mayEnter(who);
            if (error != 0) {
                return error;
            }
            if (isLast && (flags & PARENT) != 0) {
                return stopBefore(at, to);
            }
            boolean follow = !isLast || (flags & FOLLOW) != 0 || to < end;
            error = step(who, at, to, follow);
            if (error < 0) {
                return error;
            }
            at = error == LINK ? 0 : to;
        }
    }

    /// What [#step] returns when `path` has been replaced by a link's target and the rest.
    private static final int LINK = 1;

    private boolean isLast(int to) {
        for (int i = to; i < path.length(); i++) {
            if (path.charAt(i) != '/') {
                return false;
            }
        }
        return true;
    }

    private int endsHere(int flags) {
        if (dentry.isNegative()) {
            return -Errno.ENOENT.number;
        }
        boolean wantsDirectory = (flags & DIRECTORY) != 0 || path.endsWith("/");
        return wantsDirectory && !inode().isDirectory() ? -Errno.ENOTDIR.number : 0;
    }

    private int stopBefore(int from, int to) {
        lastFrom = from;
        lastTo = to;
        if (path.charAt(from) != '.' || to - from > 2) {
            last = Last.NORMAL;
        } else if (to - from == 1) {
            last = Last.DOT;
        } else {
            last = path.charAt(from + 1) == '.' ? Last.DOT_DOT : Last.NORMAL;
        }
        return 0;
    }

    private int mayEnter(FsSubject who) {
        Inode dir = dentry.inodeOrNull();
        if (dir == null) {
            return -Errno.ENOENT.number;
        }
        if (!dir.isDirectory()) {
            return -Errno.ENOTDIR.number;
        }
        return Permissions.check(dir, Permissions.MAY_EXEC, who.creds());
    }

    private int step(FsSubject who, int from, int to, boolean follow) {
        if (path.charAt(from) == '.' && to - from <= 2) {
            if (to - from == 1) {
                return 0;
            }
            if (path.charAt(from + 1) == '.') {
                return up();
            }
        }
        Dentry found = find(who, from, to);
        if (found == null) {
            return -Errno.ENAMETOOLONG.number;
        }
        Inode inode = found.inodeOrNull();
        if (inode == null) {
            return -Errno.ENOENT.number;
        }
        if (follow && inode.isSymlink()) {
            return followLink(who, inode, to);
        }
        dentry = found;
        return found.mountedHere != 0 ? down() : 0;
    }

    /// Finds a component in the current directory, through the cache; null when the name is too
    /// long.
    private @Nullable Dentry find(FsSubject who, int from, int to) {
        int hash = Dentry.hash(path, from, to);
        Dentry found = dentry.child(path, from, to, hash);
        if (found != null) {
            if (!dentry.superBlock().volatileNames()) {
                return found;
            }
            Inode inode = found.inodeOrNull();
            if (found.mountedHere != 0 || (inode != null && inode.stillValid())) {
                return found;
            }
            found.drop();
        }
        SuperBlock sb = dentry.superBlock();
        if (to - from > sb.maxNameLength()) {
            return null;
        }
        String name = path.substring(from, to);
        Inode made = inode().lookup(who, name);
        if (made == null) {
            if (sb.missesAreFinal()) {
                throw Errno.ENOENT.exception();
            }
            sb.vfs().countNegative(dentry);
        }
        Dentry added = dentry.addChild(name, made);
        if (sb.missesAreFinal() && dentry.childCount() % PURGE_EVERY == 0) {
            dentry.dropStaleChildren(added);
        }
        return added;
    }

    private int followLink(FsSubject who, Inode link, int to) {
        if (++links > MAX_LINKS) {
            return -Errno.ELOOP.number;
        }
        if (refuses(NO_SYMLINKS)) {
            return -Errno.ELOOP.number;
        }
        Path magic = link.followMagic(who);
        if (magic != null) {
            if (refuses(NO_MAGICLINKS)) {
                return -Errno.ELOOP.number;
            }
            if (refuses(BENEATH | IN_ROOT) || refuses(NO_XDEV) && magic.mount() != mount) {
                return -Errno.EXDEV.number;
            }
            at(magic);
            path = path.substring(to);
            return LINK;
        }
        String target = link.readlink(who);
        if (target.isEmpty()) {
            return -Errno.ENOENT.number;
        }
        path = target + path.substring(to);
        if (target.charAt(0) == '/') {
            if (refuses(BENEATH) || refuses(NO_XDEV) && root.mount() != mount) {
                return -Errno.EXDEV.number;
            }
            at(root);
        }
        return LINK;
    }

    /// `..`: one up, out of mounts, never above the root.
    private int up() {
        if (refuses(BENEATH) && root.is(mount, dentry)) {
            return -Errno.EXDEV.number;
        }
        while (!root.is(mount, dentry)) {
            if (dentry != mount.root()) {
                dentry = dentry.parent();
                break;
            }
            Mount above = mount.parent();
            Dentry at = mount.mountpoint();
            if (above == null || at == null) {
                break;
            }
            if (refuses(NO_XDEV)) {
                return -Errno.EXDEV.number;
            }
            mount = above;
            dentry = at;
        }
        return down();
    }

    /// Onto whatever is mounted here.
    private int down() {
        while (dentry.mountedHere != 0) {
            Mount on = mount.childAt(dentry);
            if (on == null) {
                return 0;
            }
            if (refuses(NO_XDEV)) {
                return -Errno.EXDEV.number;
            }
            mount = on;
            dentry = on.root();
        }
        return 0;
    }

    // After a parent walk.

    Last last() {
        return last;
    }

    boolean lastHasSlash() {
        return lastTo < path.length();
    }

    /// [#parent] and then, if the last component is a name, [#lookupLast]: 0 or `-errno`.
    int parentAndLast(FsSubject who, int dirfd, String name) {
        int error = parent(who, dirfd, name);
        return error != 0 || last() != Last.NORMAL ? error : lookupLast(who);
    }

    /// Looks up the last component in the directory reached: 0 with [#child] set (negative when
    /// there
    /// is no such file), or `-errno`. Does not follow it. Only for [Last#NORMAL].
    int lookupLast(FsSubject who) {
        child = find(who, lastFrom, lastTo);
        return child == null ? -Errno.ENAMETOOLONG.number : 0;
    }

    Dentry child() {
        Dentry c = child;
        if (c == null) {
            throw new IllegalStateException("no last component looked up");
        }
        return c;
    }

    /// Makes the child of a parent walk the result, going onto what is mounted there: 0 or
    /// `-errno`, which only a restricted walk gives.
    int enterChild() {
        dentry = child();
        return down();
    }

    /// Resolves a last component of `.`, `..` or `/` of a parent walk.
    int enterSpecial() {
        return last == Last.DOT_DOT ? up() : 0;
    }

    /// The child of a parent walk is a symbolic link: walks on to the parent of where it leads (0
    /// or
    /// `-errno`). When it was a magic link the walk is over: [#last] is then [Last#ROOT].
    int followChild(FsSubject who) {
        int error = followLink(who, child().inode(), lastTo);
        return error < 0 ? error : walk(who, path, PARENT);
    }
}
