package dev.murre.kernel.fs.tarfs;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Walks through the members of an archive.
final class TarReader {
    private static final int BLOCK = 512;
    private static final long SECOND = 1_000_000_000L;

    private final ByteBuffer archive;
    private int position;
    private @Nullable TarEntry entry;

    // What extension headers said about the next member.
    private final Map<String, String> pax = new HashMap<>();
    private @Nullable String longName;
    private @Nullable String longLink;

    TarReader(ByteBuffer archive) {
        this.archive = archive;
    }

    ByteBuffer archive() {
        return archive;
    }

    TarEntry entry() {
        var found = entry;
        if (found == null) {
            throw new IllegalStateException("no member read yet");
        }
        return found;
    }

    /// Goes to the next member; false at the end.
    boolean next() {
        pax.clear();
        longName = null;
        longLink = null;
        while (position + BLOCK <= archive.limit() && archive.get(position) != 0) {
            checkSum();
            int header = position;
            long size = number(header + 124, 12);
            int content = header + BLOCK;
            char type = (char) archive.get(header + 156);
            position = content + Math.toIntExact(size + BLOCK - 1 & -BLOCK);
            switch (type) {
                case 'L' -> longName = text(content, (int) size);
                case 'K' -> longLink = text(content, (int) size);
                case 'x' -> readPax(content, (int) size);
                case 'g' -> {} // nothing that concerns a file tree
                default -> {
                    entry = member(header, type, size, content);
                    return true;
                }
            }
        }
        return false;
    }

    private TarEntry member(int header, char type, long size, int content) {
        long realSize = paxNumber("size", size);
        if (realSize != size) {
            position = content + Math.toIntExact(realSize + BLOCK - 1 & -BLOCK);
        }
        if (realSize > archive.limit() - content && (type == '0' || type == 0)) {
            throw new IllegalArgumentException("the archive ends in the middle of a file");
        }
        var name = name(header);
        char kind = type == 0 && name.endsWith("/") ? TarEntry.DIRECTORY : type;
        return new TarEntry(
                name,
                kind,
                (int) number(header + 100, 8) & 07777,
                (int) paxNumber("uid", number(header + 108, 8)),
                (int) paxNumber("gid", number(header + 116, 8)),
                realSize,
                time(header),
                linkName(header),
                (int) number(header + 329, 8),
                (int) number(header + 337, 8),
                content);
    }

    private String name(int header) {
        var given = pax.get("path");
        if (given != null) {
            return given;
        }
        if (longName != null) {
            return longName;
        }
        var name = text(header, 100);
        boolean ustar = text(header + 257, 6).equals("ustar");
        var prefix = ustar ? text(header + 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String linkName(int header) {
        var given = pax.get("linkpath");
        if (given != null) {
            return given;
        }
        return longLink != null ? longLink : text(header + 157, 100);
    }

    private long time(int header) {
        var given = pax.get("mtime");
        if (given == null) {
            return number(header + 136, 12) * SECOND;
        }
        return new BigDecimal(given).movePointRight(9).longValue();
    }

    private long paxNumber(String key, long otherwise) {
        var given = pax.get(key);
        return given == null ? otherwise : Long.parseLong(given);
    }

    /// Records of the form "LENGTH KEY=VALUE\n", where the length counts the whole record.
    private void readPax(int content, int size) {
        int at = content;
        while (at < content + size) {
            int blank = at;
            while (archive.get(blank) != ' ') {
                blank++;
            }
            int length = Integer.parseInt(text(at, blank - at));
            var record = text(blank + 1, at + length - blank - 2);
            int equals = record.indexOf('=');
            pax.put(record.substring(0, equals), record.substring(equals + 1));
            at += length;
        }
    }

    /// Text up to a NUL; one char a byte, as everywhere in the kernel.
    private String text(int offset, int most) {
        var bytes = new byte[most];
        archive.get(offset, bytes);
        int length = 0;
        while (length < most && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// Octal digits, or the binary form that GNU tar uses for large numbers.
    private long number(int offset, int length) {
        if (archive.get(offset) < 0) {
            long value = 0;
            for (int i = 1; i < length; i++) {
                value = value << 8 | archive.get(offset + i) & 0xff;
            }
            return value;
        }
        var digits = text(offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a tar archive", e);
        }
    }

    private void checkSum() {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean inSum = i >= 148 && i < 156;
            sum += inSum ? ' ' : archive.get(position + i) & 0xff;
        }
        if (sum != number(position + 148, 8)) {
            throw new IllegalArgumentException(
                    position == 0 ? "not a tar archive" : "the archive is damaged");
        }
    }
}
