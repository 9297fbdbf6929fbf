package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.exec.MiscEntry;
import dev.murre.kernel.exec.MiscFormat;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.DirectoryFile;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The file system of binfmt_misc: `register`, `status` and a file for each entry.
public final class BinfmtFs extends SuperBlock {
    private static final long BINFMTFS_MAGIC = 0x42494e4d;

    private final Exec exec;
    private final MiscFormat format;
    private final Map<MiscEntry, Inode> files = new LinkedHashMap<>();

    public BinfmtFs(Vfs vfs, Exec exec) {
        super(vfs);
        this.exec = exec;
        this.format = exec.miscFormat();
        setRoot(new Root(this));
    }

    @Override
    public String typeName() {
        return "binfmt_misc";
    }

    @Override
    public long magic() {
        return BINFMTFS_MAGIC;
    }

    @Override
    public boolean volatileNames() {
        return true;
    }

    /// What is written to `status` or to an entry's file.
    private static void command(String text, Runnable on, Runnable off, Runnable removal) {
        switch (text) {
            case "0" -> off.run();
            case "1" -> on.run();
            case "-1" -> removal.run();
            case "" -> {}
            default -> throw Errno.EINVAL.exception();
        }
    }

    private Inode file(MiscEntry entry) {
        return files.computeIfAbsent(entry, EntryFile::new);
    }

    private final class EntryFile extends TextInode {
        private final MiscEntry entry;

        EntryFile(MiscEntry entry) {
            super(
                    BinfmtFs.this,
                    nextIno(),
                    0644,
                    null,
                    who -> entry.text(),
                    (who, text) ->
                            command(
                                    text,
                                    () -> entry.setEnabled(true),
                                    () -> entry.setEnabled(false),
                                    () -> format.remove(entry)));
            this.entry = entry;
        }

        @Override
        public boolean stillValid() {
            return format.entry(entry.name()) == entry;
        }
    }

    /// The two fixed files, then the entries.
    private final class Root extends StateDirectory {
        Root(BinfmtFs fs) {
            super(fs, nextIno(), 0755, null);
            add(
                    "status",
                    new TextInode(fs, nextIno(), 0644, null, who -> status(), this::setStatus));
            add(
                    "register",
                    new TextInode(
                            fs,
                            nextIno(),
                            0200,
                            null,
                            who -> {
                                throw Errno.EINVAL.exception();
                            },
                            (who, text) ->
                                    format.register(
                                            text, path -> exec.openInterpreter(who, path))));
        }

        private String status() {
            return format.enabled() ? "enabled\n" : "disabled\n";
        }

        private void setStatus(FsSubject who, String text) {
            command(
                    text,
                    () -> format.setEnabled(true),
                    () -> format.setEnabled(false),
                    format::removeAll);
        }

        @Override
        public @Nullable Inode lookup(FsSubject who, String name) {
            MiscEntry entry = format.entry(name);
            return entry == null ? super.lookup(who, name) : file(entry);
        }

        @Override
        public OpenFile open(FsSubject who, int flags) {
            return new DirectoryFile(this);
        }

        @Override
        public void iterate(FsSubject who, long cookie, DirSink sink) {
            if (!iterateFixed(cookie, sink)) {
                return;
            }
            long at = FIRST_COOKIE + entryCount();
            for (MiscEntry entry : format.entries()) {
                long ino = file(entry).ino();
                if (at >= cookie && !sink.entry(entry.name(), ino, StatMode.S_IFREG, at + 1)) {
                    return;
                }
                at++;
            }
        }
    }
}
