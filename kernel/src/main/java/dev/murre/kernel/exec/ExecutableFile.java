package dev.murre.kernel.exec;

import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.mm.MappedFile;
import dev.murre.kernel.mm.PageSource;

/// A program's file while programs run from it: nobody may write to it (ETXTBSY).
public final class ExecutableFile implements MappedFile {
    private final OpenFile file;
    private int users = 1;

    ExecutableFile(OpenFile file) {
        this.file = file;
    }

    /// Lets go of a file opened for exec that did not become a program.
    static void letGo(OpenFile file) {
        file.inode().allowWrite();
        file.put();
    }

    /// The file, for `/proc/PID/exe`.
    public OpenFile file() {
        return file;
    }

    @Override
    public PageSource pages() {
        return file.pages();
    }

    @Override
    public MappedFile share() {
        users++;
        return this;
    }

    @Override
    public void put() {
        if (--users == 0) {
            letGo(file);
        }
    }
}
