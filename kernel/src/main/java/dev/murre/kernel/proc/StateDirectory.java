package dev.murre.kernel.proc;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.DirectoryFile;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A directory with a fixed set of entries.
class StateDirectory extends StateInode {
    /// Cookies below are for `.` and `..`.
    static final long FIRST_COOKIE = 3;

    private final Map<String, Inode> entries = new LinkedHashMap<>();

    StateDirectory(SuperBlock sb, long ino, int mode, @Nullable Task task) {
        super(sb, ino, StatMode.S_IFDIR | mode, task);
        nlink = 2;
    }

    final void add(String name, Inode inode) {
        entries.put(name, inode);
        if (inode.isDirectory()) {
            nlink++;
        }
    }

    final @Nullable Inode entry(String name) {
        return entries.get(name);
    }

    final int entryCount() {
        return entries.size();
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        return new DirectoryFile(this);
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        return entries.get(name);
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        iterateFixed(cookie, sink);
    }

    /// Lists the fixed entries, whose cookies are [#FIRST_COOKIE] on; true when all were taken.
    final boolean iterateFixed(long cookie, DirSink sink) {
        long at = FIRST_COOKIE;
        for (Map.Entry<String, Inode> entry : entries.entrySet()) {
            Inode inode = entry.getValue();
            if (at >= cookie && !sink.entry(entry.getKey(), inode.ino(), inode.type(), at + 1)) {
                return false;
            }
            at++;
        }
        return true;
    }
}
