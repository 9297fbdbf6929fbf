package dev.murre.runtime.host;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the error number behind an exception of java.nio.file, whose reason is strerror(3)'s text.
final class HostErrors {
    private static final Map<String, Errno> BY_TEXT = new HashMap<>();

    static {
        for (Errno errno : Errno.values()) {
            BY_TEXT.putIfAbsent(errno.message.toLowerCase(Locale.ROOT), errno);
        }
    }

    private HostErrors() {}

    static ErrnoException of(IOException e) {
        Errno errno =
                switch (e) {
                    case NoSuchFileException x -> Errno.ENOENT;
                    case AccessDeniedException x -> Errno.EACCES;
                    case FileAlreadyExistsException x -> Errno.EEXIST;
                    case DirectoryNotEmptyException x -> Errno.ENOTEMPTY;
                    case NotDirectoryException x -> Errno.ENOTDIR;
                    case NotLinkException x -> Errno.EINVAL;
                    case FileSystemLoopException x -> Errno.ELOOP;
                    case FileSystemException x -> byText(x.getReason());
                    default -> byText(e.getMessage());
                };
        return errno.exception();
    }

    private static Errno byText(@Nullable String reason) {
        if (reason == null) {
            return Errno.EIO;
        }
        int colon = reason.lastIndexOf(": ");
        String text = colon < 0 ? reason : reason.substring(colon + 2);
        return BY_TEXT.getOrDefault(text.toLowerCase(Locale.ROOT), Errno.EIO);
    }
}
