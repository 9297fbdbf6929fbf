package dev.murre.kernel.fs.overlay;

import dev.murre.kernel.fs.tmpfs.TmpFile;

/// A regular file of the lower tree, with its changes.
final class OverlayFile extends TmpFile {
    private final LayeredData layered;

    OverlayFile(OverlayFs fs, long ino, LowerNode lower, LowerAttributes a) {
        this(fs, ino, a, new LayeredData(fs, lower, a.size()));
    }

    private OverlayFile(OverlayFs fs, long ino, LowerAttributes a, LayeredData data) {
        super(fs, ino, a.mode(), data);
        this.layered = data;
        adopt(a.uid(), a.gid(), a.nlink(), a.rdev());
        adoptTimes(a.atimeNanos(), a.mtimeNanos(), a.ctimeNanos());
    }

    boolean isModified() {
        return layered.isModified();
    }

    @Override
    public long blocks() {
        return (size() + 4095 & -4096) >>> 9;
    }
}
