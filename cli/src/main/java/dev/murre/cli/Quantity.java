package dev.murre.cli;

import java.util.Locale;

/// Numbers with units, as people write them behind options.
final class Quantity {
    private Quantity() {}

    /// Bytes from `1073741824`, `512m`, `2g` or `2GiB`; the unit is a power of 1024.
    static long bytes(String option, String text) throws UsageException {
        var lower = text.toLowerCase(Locale.ROOT);
        int digits = digits(lower);
        int shift =
                switch (lower.substring(digits)) {
                    case "", "b" -> 0;
                    case "k", "kb", "kib" -> 10;
                    case "m", "mb", "mib" -> 20;
                    case "g", "gb", "gib" -> 30;
                    default -> -1;
                };
        if (digits == 0 || digits > 12 || shift < 0) {
            throw new UsageException(option + " needs a size such as 512m or 2g, not: " + text);
        }
        return Long.parseLong(lower.substring(0, digits)) << shift;
    }

    /// Nanoseconds from `10`, `10s`, `500ms`, `2m` or `1h`; a bare number is seconds.
    static long nanos(String option, String text) throws UsageException {
        int digits = digits(text);
        long unit =
                switch (text.substring(digits)) {
                    case "ms" -> 1_000_000L;
                    case "", "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 0;
                };
        if (digits == 0 || digits > 9 || unit == 0) {
            throw new UsageException(
                    option + " needs a time such as 500ms, 10s or 2m, not: " + text);
        }
        return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
    }

    static int whole(String option, String text, int least, int most) throws UsageException {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The line below says what was wanted.
        }
        throw new UsageException(
                option + " needs a number from " + least + " to " + most + ", not: " + text);
    }

    static long number(String option, String text) throws UsageException {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw new UsageException(option + " needs a number, not: " + text);
        }
    }

    private static int digits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }
}
