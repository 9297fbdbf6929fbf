package dev.murre.kernel.exec;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.OpenFile;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// One interpreter of binfmt_misc and the files it is for.
public final class MiscEntry {
    private static final int MAX_LINE = 1920;
    private static final int MIN_LINE = 11;

    private final String name;
    private final String interpreter;
    private final String flags;

    /// For what the file name must end in, without its dot; null when first bytes count.
    private final @Nullable String extension;

    private final int offset;
    private final byte[] magic;
    private final byte @Nullable [] mask;
    private @Nullable OpenFile file;
    private boolean enabled = true;

    private MiscEntry(
            String name,
            String interpreter,
            String flags,
            @Nullable String extension,
            int offset,
            byte[] magic,
            byte @Nullable [] mask) {
        this.name = name;
        this.interpreter = interpreter;
        this.flags = flags;
        this.extension = extension;
        this.offset = offset;
        this.magic = magic;
        this.mask = mask;
    }

    /// `:name:type:offset:magic:mask:interpreter:flags`, where the first character takes the place
    /// of the colons.
    static MiscEntry parse(String line) {
        require(line.length() >= MIN_LINE && line.length() <= MAX_LINE);
        String[] fields =
                line.substring(1).split(java.util.regex.Pattern.quote(line.substring(0, 1)), -1);
        require(fields.length == 7);
        String name = fields[0];
        require(!name.isEmpty() && !name.equals(".") && !name.equals("..") && !name.contains("/"));
        require(!fields[5].isEmpty());
        String flags = flags(fields[6]);
        if (fields[1].equals("E")) {
            String extension = fields[3];
            require(!extension.isEmpty() && !extension.contains("/"));
            return new MiscEntry(name, fields[5], flags, extension, 0, new byte[0], null);
        }
        require(fields[1].equals("M") && !fields[3].isEmpty());
        int offset = fields[2].isEmpty() ? 0 : number(fields[2]);
        byte[] magic = unescape(fields[3]);
        byte[] mask = fields[4].isEmpty() ? null : unescape(fields[4]);
        require(magic.length > 0 && offset + magic.length <= BinPrm.HEAD_BYTES);
        require(mask == null || mask.length == magic.length);
        return new MiscEntry(name, fields[5], flags, null, offset, magic, mask);
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw Errno.EINVAL.exception();
        }
    }

    private static int number(String text) {
        require(text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9'));
        return Integer.parseInt(text);
    }

    /// In the order they are shown; C brings O with it.
    private static String flags(String given) {
        require(given.chars().allMatch(c -> "POCF".indexOf(c) >= 0));
        var text = new StringBuilder();
        for (char flag : "POCF".toCharArray()) {
            boolean implied = flag == 'O' && given.indexOf('C') >= 0;
            if (implied || given.indexOf(flag) >= 0) {
                text.append(flag);
            }
        }
        return text.toString();
    }

    /// Takes `\xHH` for the bytes they stand for.
    private static byte[] unescape(String text) {
        var out = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i) && i + 4 <= text.length()) {
                try {
                    out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                } catch (NumberFormatException e) {
                    throw Errno.EINVAL.exception();
                }
                i += 3;
            } else {
                out.write(text.charAt(i));
            }
        }
        return out.toByteArray();
    }

    public String name() {
        return name;
    }

    String interpreter() {
        return interpreter;
    }

    public void setEnabled(boolean on) {
        enabled = on;
    }

    boolean keepsFirstArgument() {
        return flags.indexOf('P') >= 0;
    }

    boolean passesDescriptor() {
        return flags.indexOf('O') >= 0;
    }

    boolean usesCredentials() {
        return flags.indexOf('C') >= 0;
    }

    boolean keepsInterpreter() {
        return flags.indexOf('F') >= 0;
    }

    void open(OpenFile interpreterFile) {
        file = interpreterFile;
        interpreterFile.inode().allowWrite();
    }

    @Nullable OpenFile file() {
        return file;
    }

    void close() {
        OpenFile open = file;
        if (open != null) {
            file = null;
            open.put();
        }
    }

    boolean matches(byte[] head, String path) {
        if (!enabled) {
            return false;
        }
        if (extension != null) {
            int dot = path.lastIndexOf('.');
            return dot >= 0 && path.substring(dot + 1).equals(extension);
        }
        for (int i = 0; i < magic.length; i++) {
            int care = mask == null ? 0xff : mask[i];
            if (((head[offset + i] ^ magic[i]) & care) != 0) {
                return false;
            }
        }
        return true;
    }

    /// What its file shows.
    public String text() {
        var out = new StringBuilder();
        out.append(enabled ? "enabled\n" : "disabled\n");
        out.append("interpreter ").append(interpreter).append('\n');
        out.append("flags: ").append(flags).append('\n');
        if (extension != null) {
            return out.append("extension .").append(extension).append('\n').toString();
        }
        var hex = HexFormat.of();
        out.append("offset ").append(offset).append('\n');
        out.append("magic ").append(hex.formatHex(magic)).append('\n');
        if (mask != null) {
            out.append("mask ").append(hex.formatHex(mask)).append('\n');
        }
        return out.toString();
    }
}
