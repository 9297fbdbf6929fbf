package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FileSystemType;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.StatFs;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import org.jspecify.annotations.Nullable;

/// One instance of a file system in memory.
public class TmpFs extends SuperBlock {
    private static final long TMPFS_MAGIC = 0x01021994L;
    private static final int PAGE = 4096;
    private static final int DIRECTORY_ENTRY_SIZE = 20;

    private final String typeName;
    private String source;
    private String options = "";
    private long maxPages = Runtime.getRuntime().maxMemory() / 2 / PAGE;
    private long pages;
    private long inodes;

    protected TmpFs(Vfs vfs, String typeName) {
        super(vfs);
        this.typeName = typeName;
        this.source = typeName;
    }

    @Override
    public boolean zeroesRanges() {
        return false;
    }

    /// An empty file system whose root directory has this mode.
    public static TmpFs create(Vfs vfs, String typeName, int rootMode) {
        TmpFs fs = new TmpFs(vfs, typeName);
        TmpDir root = new TmpDir(fs, fs.newIno(), StatMode.S_IFDIR | rootMode);
        root.stampNow();
        fs.setRoot(root);
        return fs;
    }

    /// The type for mount(2), with its `size=`, `mode=`, `uid=` and `gid=` options.
    public static FileSystemType type(String name) {
        return new FileSystemType() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SuperBlock mount(Vfs vfs, FsSubject who, String source, @Nullable String data) {
                TmpFs fs = create(vfs, name, 01777);
                fs.source = source;
                fs.parse(data == null ? "" : data);
                return fs;
            }
        };
    }

    private void parse(String data) {
        TmpDir root = (TmpDir) root().inode();
        for (String option : data.split(",")) {
            int equals = option.indexOf('=');
            String value = equals < 0 ? "" : option.substring(equals + 1);
            try {
                switch (equals < 0 ? option : option.substring(0, equals)) {
                    case "size" -> maxPages = (parseSize(value) + PAGE - 1) / PAGE;
                    case "mode" -> root.setMode(Integer.parseInt(value, 8));
                    case "uid" -> root.setOwner(Integer.parseUnsignedInt(value), root.gid());
                    case "gid" -> root.setOwner(root.uid(), Integer.parseUnsignedInt(value));
                    default -> {
                        continue;
                    }
                }
                options += "," + option;
            } catch (NumberFormatException e) {
                throw Errno.EINVAL.exception();
            }
        }
    }

    private static long parseSize(String text) {
        if (text.endsWith("%")) {
            long percent = Long.parseLong(text.substring(0, text.length() - 1));
            return Runtime.getRuntime().maxMemory() / 100 * percent;
        }
        int shift =
                switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
                    case 'k', 'K' -> 10;
                    case 'm', 'M' -> 20;
                    case 'g', 'G' -> 30;
                    default -> 0;
                };
        String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        return Long.parseLong(digits) << shift;
    }

    @Override
    public String typeName() {
        return typeName;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String options() {
        return options;
    }

    @Override
    public long magic() {
        return TMPFS_MAGIC;
    }

    /// The `st_size` of a directory with so many entries.
    protected long directorySize(int entries) {
        return (entries + 2L) * DIRECTORY_ENTRY_SIZE;
    }

    /// The `st_blocks` of a directory of this size.
    protected long directoryBlocks(long size) {
        return 0;
    }

    protected final long newIno() {
        inodes++;
        return nextIno();
    }

    final void inodeGone() {
        inodes--;
    }

    /// Counts pages in (or out, negative); ENOSPC when the file system is full.
    final void chargePages(long count) {
        if (pages + count > maxPages) {
            throw Errno.ENOSPC.exception();
        }
        pages += count;
    }

    @Override
    public void statfs(StatFs out) {
        super.statfs(out);
        out.blocks = maxPages;
        out.blocksFree = maxPages - pages;
        out.blocksAvailable = maxPages - pages;
        out.files = maxPages;
        out.filesFree = maxPages - inodes;
    }
}
