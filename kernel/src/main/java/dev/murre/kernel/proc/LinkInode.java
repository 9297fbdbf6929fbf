package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// A symbolic link of `/proc`: to a text, or straight to a file (a magic link).
final class LinkInode extends StateInode {
    private final @Nullable Text text;
    private final @Nullable Place place;

    /// The text of a link.
    @FunctionalInterface
    interface Text {
        String target(FsSubject who);
    }

    /// What a magic link stands for; null when there is nothing (ENOENT).
    @FunctionalInterface
    interface Place {
        @Nullable Path path();
    }

    private LinkInode(
            SuperBlock sb,
            long ino,
            int mode,
            @Nullable Task task,
            @Nullable Text text,
            @Nullable Place place) {
        super(sb, ino, StatMode.S_IFLNK | mode, task);
        this.text = text;
        this.place = place;
    }

    static LinkInode toText(SuperBlock sb, long ino, @Nullable Task task, Text text) {
        return new LinkInode(sb, ino, 0777, task, text, null);
    }

    static LinkInode toPlace(SuperBlock sb, long ino, int mode, Task task, Place place) {
        return new LinkInode(sb, ino, mode, task, null, place);
    }

    @Override
    public @Nullable Path followMagic(FsSubject who) {
        if (place == null) {
            return null;
        }
        requireTracer(who);
        return path(place);
    }

    private static Path path(Place place) {
        Path path = place.path();
        if (path == null) {
            throw Errno.ENOENT.exception();
        }
        return path;
    }

    @Override
    public String readlink(FsSubject who) {
        if (place != null) {
            requireTracer(who);
            return PathText.shown(path(place), who.fs().root());
        }
        if (text == null) {
            throw Errno.EINVAL.exception();
        }
        return text.target(who);
    }
}
