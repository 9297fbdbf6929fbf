package dev.murre.conformance.isa;

/// What guest memory holds before every case: values that instructions find difficult.
final class MemoryTemplate {
    final byte[] bytes = new byte[CaseFormat.TEMPLATE_BYTES];

    MemoryTemplate(long seed) {
        Random64 random = new Random64(seed);
        for (int at = 0; at < bytes.length; at += 16) {
            if (random.below(4) == 0) {
                EdgeValues.float80(random, bytes, at);
                Bytes.putShort(bytes, at + 10, random.below(65536));
                Bytes.putInt(bytes, at + 12, (int) random.next());
            } else {
                Bytes.putLong(bytes, at, EdgeValues.packed(random));
                Bytes.putLong(bytes, at + 8, EdgeValues.packed(random));
            }
        }
    }

    /// The offset of a guest address in the template, or -1.
    static int offsetOf(long address) {
        for (int i = 0; i < CaseFormat.TEMPLATE_ADDRESSES.length; i++) {
            long offset = address - CaseFormat.TEMPLATE_ADDRESSES[i];
            if (offset >= 0 && offset < CaseFormat.PAGE) {
                return i * CaseFormat.PAGE + (int) offset;
            }
        }
        return -1;
    }

    boolean covers(long address) {
        return offsetOf(address) >= 0;
    }

    boolean isWritable(long address) {
        int offset = offsetOf(address);
        return offset >= 0 && offset < CaseFormat.WRITABLE_PAGES * CaseFormat.PAGE;
    }

    long word(long address) {
        return Bytes.getLong(bytes, offsetOf(address));
    }
}
