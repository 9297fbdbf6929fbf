package dev.murre.kernel.fs;

/// A place in the tree: a dentry as seen through a mount.
public record Path(Mount mount, Dentry dentry) {
    public Inode inode() {
        return dentry.inode();
    }

    public boolean is(Mount otherMount, Dentry otherDentry) {
        return mount == otherMount && dentry == otherDentry;
    }
}
