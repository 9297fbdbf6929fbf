package dev.murre.kernel.proc;

import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import java.nio.charset.StandardCharsets;

/// An open text file of `/proc`. The text is made anew by each read at position 0.
class TextFile extends OpenFile {
    private static final int MAX_WRITE = 4096;

    private final TextInode inode;
    private byte[] text = new byte[0];
    private boolean made;

    TextFile(TextInode inode) {
        super(inode);
        this.inode = inode;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        long offset = at == AT_POSITION ? pos : at;
        if (offset == 0 || !made) {
            try {
                text = inode.text(who).getBytes(StandardCharsets.ISO_8859_1);
            } catch (ErrnoException e) {
                return -e.errno.number;
            }
            made = true;
        }
        if (offset >= text.length) {
            return 0;
        }
        int n = (int) Math.min(to.remaining(), text.length - offset);
        int moved = to.put(text, (int) offset, n);
        if (at == AT_POSITION) {
            pos += moved;
        }
        return moved;
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        byte[] bytes = new byte[(int) Math.min(from.remaining(), MAX_WRITE)];
        int n = from.get(bytes, 0, bytes.length);
        String written = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
        inode.write(who, written.endsWith("\n") ? written.substring(0, n - 1) : written);
        if (at == AT_POSITION) {
            pos += n;
        }
        return n;
    }

    @Override
    public long seek(FsSubject who, long offset, int whence) {
        return seekWithoutEnd(offset, whence);
    }
}
