package dev.murre.kernel.strace;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The names of one topic's constants, from the class that holds them.
public final class FlagNames {
    private final Map<Integer, String> names = new TreeMap<>();
    private final List<Map.Entry<Integer, String>> bits = new ArrayList<>();

    /// @param prefixes constants with one of these prefixes count
    public FlagNames(Class<?> topic, String... prefixes) {
        for (Field field : topic.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                add(field, prefixes);
            }
        }
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            if (entry.getKey() != 0) {
                bits.add(entry);
            }
        }
        bits.sort((a, b) -> Integer.bitCount(b.getKey()) - Integer.bitCount(a.getKey()));
    }

    private void add(Field field, String... prefixes) {
        for (String prefix : prefixes) {
            if (field.getName().startsWith(prefix)) {
                try {
                    names.putIfAbsent(field.getInt(null), field.getName());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /// The name of one value, or the value itself.
    public String value(int value) {
        String name = names.get(value);
        return name != null ? name : Integer.toString(value);
    }

    /// A combination of bits, as `A|B|0x10`; zero by its name if it has one.
    public String flags(int value) {
        if (value == 0) {
            return names.getOrDefault(0, "0");
        }
        StringBuilder text = new StringBuilder();
        int left = value;
        for (Map.Entry<Integer, String> bit : bits) {
            int mask = bit.getKey();
            if ((left & mask) == mask) {
                text.append(text.isEmpty() ? "" : "|").append(bit.getValue());
                left &= ~mask;
            }
        }
        if (left != 0) {
            text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(left));
        }
        return text.toString();
    }
}
