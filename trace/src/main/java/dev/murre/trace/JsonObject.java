package dev.murre.trace;

import java.util.Locale;

/// A JSON object being written, RFC 8259.
final class JsonObject implements FieldSink {
    private final StringBuilder text = new StringBuilder("{");

    private StringBuilder key(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        return text.append(':');
    }

    JsonObject with(String name, String value) {
        key(name);
        quote(value);
        return this;
    }

    JsonObject with(String name, long value) {
        key(name).append(value);
        return this;
    }

    JsonObject with(String name, JsonObject value) {
        key(name).append(value);
        return this;
    }

    /// Nanoseconds as microseconds with their fraction.
    JsonObject micros(String name, long nanos) {
        String fraction = String.format(Locale.ROOT, "%03d", nanos % 1000);
        key(name).append(nanos / 1000).append('.').append(fraction);
        return this;
    }

    @Override
    public void text(String name, String value) {
        with(name, value);
    }

    @Override
    public void number(String name, long value) {
        with(name, value);
    }

    @Override
    public void hex(String name, long value) {
        with(name, "0x" + Long.toHexString(value));
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
