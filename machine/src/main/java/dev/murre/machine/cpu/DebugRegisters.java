package dev.murre.machine.cpu;

/// The four debug registers and what they watch: Intel SDM vol. 3, 18.2. Bits 0 to 3 of a result
/// say
/// which of them are meant, as DR6 has it.
public final class DebugRegisters {
    public static final int COUNT = 4;

    private static final int EXECUTE = 0;
    private static final int WRITE = 1;
    private static final int ACCESS = 3;

    private final long[] addresses = new long[COUNT];
    private final int[] types = new int[COUNT];
    private final int[] lengths = new int[COUNT];

    /// Has register `n` watch what `control` (DR7) says at `address`; off if that enables it
    /// neither
    /// locally nor globally.
    public void set(int n, long address, long control) {
        addresses[n] = address;
        types[n] = (int) (control >>> 16 + 4 * n) & 3;
        lengths[n] = isEnabled(n, control) ? length(n, control) : 0;
    }

    public static boolean isEnabled(int n, long control) {
        return (control >>> 2 * n & 3) != 0;
    }

    /// Bytes that register `n` watches.
    public static int length(int n, long control) {
        return switch ((int) (control >>> 18 + 4 * n) & 3) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 8;
            default -> 4;
        };
    }

    /// The breakpoints at an instruction.
    public int executed(long pc) {
        int hits = 0;
        for (int n = 0; n < COUNT; n++) {
            if (lengths[n] != 0 && types[n] == EXECUTE && addresses[n] == pc) {
                hits |= 1 << n;
            }
        }
        return hits;
    }

    /// The watchpoints that an access touches.
    public int accessed(long address, int size, boolean writes) {
        int hits = 0;
        for (int n = 0; n < COUNT; n++) {
            boolean meant = types[n] == ACCESS || writes && types[n] == WRITE;
            if (meant && address < addresses[n] + lengths[n] && addresses[n] < address + size) {
                hits |= 1 << n;
            }
        }
        return hits;
    }
}
