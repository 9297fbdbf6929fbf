package dev.murre.kernel.fs.tmpfs;

import dev.murre.kernel.fs.DirSink;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The entries of a directory: found by name, listed in the order they were made. Each has a cookie
/// that never changes and is never used again, so a listing goes on rightly whatever came or went.
public final class DirEntries {
    private static final long FIRST_COOKIE = 3;

    /// One entry; `cookie` is where it stands in the order.
    private record Entry(String name, TmpInode inode, long cookie) {}

    private final Map<String, Entry> byName = new HashMap<>();

    /// In rising order of cookies; removed entries leave a null until the next compaction.
    private @Nullable Entry[] inOrder = new Entry[4];

    private long[] cookies = new long[4];
    private int used;
    private long nextCookie = FIRST_COOKIE;

    public int count() {
        return byName.size();
    }

    public @Nullable TmpInode get(String name) {
        Entry entry = byName.get(name);
        return entry == null ? null : entry.inode;
    }

    /// Visits every entry's inode.
    public void forEach(Consumer<TmpInode> visitor) {
        byName.values().forEach(entry -> visitor.accept(entry.inode));
    }

    void put(String name, TmpInode inode) {
        if (used == inOrder.length) {
            makeRoom();
        }
        Entry entry = new Entry(name, inode, nextCookie++);
        byName.put(name, entry);
        inOrder[used] = entry;
        cookies[used++] = entry.cookie;
    }

    void remove(String name) {
        Entry entry = byName.remove(name);
        if (entry != null) {
            inOrder[Arrays.binarySearch(cookies, 0, used, entry.cookie)] = null;
        }
    }

    private void makeRoom() {
        int kept = 0;
        for (int i = 0; i < used; i++) {
            Entry entry = inOrder[i];
            if (entry != null) {
                cookies[kept] = entry.cookie;
                inOrder[kept++] = entry;
            }
        }
        Arrays.fill(inOrder, kept, used, null);
        used = kept;
        if (kept > inOrder.length / 2) {
            inOrder = Arrays.copyOf(inOrder, inOrder.length * 2);
            cookies = Arrays.copyOf(cookies, inOrder.length);
        }
    }

    /// Lists from `cookie` on; true when all were taken.
    public boolean iterate(long cookie, DirSink sink) {
        int start = Arrays.binarySearch(cookies, 0, used, cookie);
        for (int i = start < 0 ? -start - 1 : start; i < used; i++) {
            Entry entry = inOrder[i];
            if (entry != null) {
                TmpInode inode = entry.inode;
                if (!sink.entry(entry.name, inode.ino(), inode.type(), entry.cookie + 1)) {
                    return false;
                }
            }
        }
        return true;
    }
}
