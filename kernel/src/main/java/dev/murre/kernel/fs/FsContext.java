package dev.murre.kernel.fs;

/// Root, working directory and umask of a process, as Linux's `fs_struct`; shared by CLONE_FS.
public final class FsContext {
    private Path root;
    private Path cwd;
    private int umask;
    private int users = 1;

    public FsContext(Path root, Path cwd, int umask) {
        this.root = root;
        this.cwd = cwd;
        this.umask = umask;
        root.mount().addUser();
        cwd.mount().addUser();
        contexts().add(this);
    }

    private FsContexts contexts() {
        return root.mount().superBlock().vfs().contexts();
    }

    public Path root() {
        return root;
    }

    public Path cwd() {
        return cwd;
    }

    public int umask() {
        return umask;
    }

    public void setRoot(Path path) {
        path.mount().addUser();
        root.mount().dropUser();
        root = path;
    }

    public void setCwd(Path path) {
        path.mount().addUser();
        cwd.mount().dropUser();
        cwd = path;
    }

    /// Sets the mask (permission bits only) and returns the old one.
    public int setUmask(int mask) {
        int old = umask;
        umask = mask & 0777;
        return old;
    }

    public int users() {
        return users;
    }

    /// One more task shares this context (CLONE_FS).
    public FsContext share() {
        users++;
        return this;
    }

    /// A task lets go (exit, unshare, exec).
    public void put() {
        if (--users == 0) {
            root.mount().dropUser();
            cwd.mount().dropUser();
            contexts().remove(this);
            MountNamespace namespace = root.mount().namespace();
            if (namespace != null) {
                namespace.dissolveIfUnused();
            }
        }
    }

    public FsContext copy() {
        return new FsContext(root, cwd, umask);
    }
}
