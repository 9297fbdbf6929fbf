package dev.murre.kernel.debug;

import java.nio.charset.StandardCharsets;

/// Numbers and bytes as the remote protocol writes them.
final class GdbText {
    private GdbText() {}

    static String hex(byte[] bytes, int offset, int length) {
        var out = new StringBuilder(length * 2);
        for (int i = 0; i < length; i++) {
            out.append(Character.forDigit(bytes[offset + i] >> 4 & 15, 16));
            out.append(Character.forDigit(bytes[offset + i] & 15, 16));
        }
        return out.toString();
    }

    static String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hex(bytes, 0, bytes.length);
    }

    static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    static String text(String hex) {
        return new String(bytes(hex), StandardCharsets.UTF_8);
    }

    static long number(String hex) {
        return hex.isEmpty() ? 0 : Long.parseUnsignedLong(hex, 16);
    }

    /// Raw bytes with the four special ones escaped.
    static String binary(byte[] bytes, int length) {
        var out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (c == '$' || c == '#' || c == '}' || c == '*') {
                out.append('}').append((char) (c ^ 0x20));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static byte[] unescape(String binary) {
        byte[] bytes = new byte[binary.length()];
        int length = 0;
        for (int i = 0; i < binary.length(); i++) {
            char c = binary.charAt(i);
            bytes[length++] = (byte) (c == '}' ? binary.charAt(++i) ^ 0x20 : c);
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    /// A part of a document, as qXfer wants it.
    static String part(byte[] document, long offset, long length) {
        if (offset >= document.length) {
            return "l";
        }
        int count = (int) Math.min(length, document.length - offset);
        byte[] piece = java.util.Arrays.copyOfRange(document, (int) offset, (int) offset + count);
        return (offset + count == document.length ? "l" : "m") + binary(piece, count);
    }

    /// gdb's number of a Linux signal, include/gdb/signals.def.
    static int signal(int linux) {
        return switch (linux) {
            case 1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 14, 15 -> linux;
            case 7 -> 10;
            case 10 -> 30;
            case 12 -> 31;
            case 17 -> 20;
            case 18 -> 19;
            case 19 -> 17;
            case 20 -> 18;
            case 21, 22, 24, 25, 26, 27, 28 -> linux;
            case 23 -> 16;
            case 29 -> 23;
            case 30 -> 32;
            case 31 -> 12;
            case 32 -> 77;
            case 64 -> 78;
            default -> linux > 32 && linux < 64 ? linux + 12 : 143;
        };
    }

    /// Linux's number of a signal of gdb's; 0 if there is none.
    static int linuxSignal(int gdb) {
        for (int linux = 1; linux <= 64; linux++) {
            if (signal(linux) == gdb) {
                return linux;
            }
        }
        return 0;
    }
}
