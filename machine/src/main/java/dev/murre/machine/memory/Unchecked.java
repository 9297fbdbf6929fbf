package dev.murre.machine.memory;

/// Elements of arrays whose bounds the caller answers for: without a check where {@link Host#RAW}
/// allows that. An element is named by {@link #at} of its index, worked out once.
public final class Unchecked {
    /// From one element of a `long[]` to the next.
    public static final int STEP = at(1) - at(0);

    /// Where the first element of a byte array is, counted from the array, with [Host#RAW].
    public static final long FIRST_BYTE = Host.RAW ? RawHost.FIRST_BYTE : 0;

    private Unchecked() {}

    /// What names element `index` of a `long[]`.
    public static int at(int index) {
        return Host.RAW ? RawHost.elementOffset(index) : index;
    }

    public static long get(long[] array, int at) {
        return Host.RAW ? RawHost.element(array, at) : array[at];
    }

    public static void put(long[] array, int at, long value) {
        if (Host.RAW) {
            RawHost.setElement(array, at, value);
        } else {
            array[at] = value;
        }
    }

    /// Element `index` of a byte array.
    public static byte get(byte[] array, long index) {
        return Host.RAW ? RawHost.element(array, index) : array[(int) index];
    }
}
