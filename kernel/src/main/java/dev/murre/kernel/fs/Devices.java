package dev.murre.kernel.fs;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What stands behind device nodes: drivers register here by number.
public final class Devices {
    private final Map<Long, Driver> characters = new TreeMap<>();
    private final Map<Integer, String> characterNames = new TreeMap<>();
    private final Map<Integer, String> blockNames = new TreeMap<>();

    /// Opens a device node.
    @FunctionalInterface
    public interface Driver {
        /// A new open file description on `node`, whose number is [Inode#rdev]; throws
        /// `ErrnoException`.
        OpenFile open(FsSubject who, Inode node, int flags);
    }

    Devices() {}

    /// The kernel's `makedev(major, minor)` as `st_rdev` of 64-bit stat has it.
    public static long makedev(int major, int minor) {
        return (minor & 0xffL)
                | (major & 0xfffL) << 8
                | (minor & 0xffffff00L) << 12
                | (major & 0xfffff000L) << 32;
    }

    public static int major(long device) {
        return (int) (device >>> 8 & 0xfff | device >>> 32 & 0xfffff000L);
    }

    public static int minor(long device) {
        return (int) (device & 0xff | device >>> 12 & 0xffffff00L);
    }

    /// Puts `driver` behind the character devices `major:from` to `major:from+count-1`; `name` is
    /// for
    /// `/proc/devices`.
    public void registerCharacter(int major, int from, int count, String name, Driver driver) {
        characterNames.putIfAbsent(major, name);
        for (int minor = from; minor < from + count; minor++) {
            characters.put(makedev(major, minor), driver);
        }
    }

    public @Nullable Driver character(long device) {
        return characters.get(device);
    }

    /// Major numbers and names of character devices, in order.
    public Map<Integer, String> characterNames() {
        return characterNames;
    }

    public Map<Integer, String> blockNames() {
        return blockNames;
    }
}
