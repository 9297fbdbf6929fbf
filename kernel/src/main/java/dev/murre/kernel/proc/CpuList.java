package dev.murre.kernel.proc;

/// Sets of processors as text, in the kernel's list format: `0-3,5`.
final class CpuList {
    private CpuList() {}

    static String text(long mask) {
        StringBuilder out = new StringBuilder();
        int cpu = 0;
        while (cpu < 64) {
            if ((mask >>> cpu & 1) == 0) {
                cpu++;
                continue;
            }
            int last = cpu;
            while (last < 63 && (mask >>> last + 1 & 1) != 0) {
                last++;
            }
            if (!out.isEmpty()) {
                out.append(',');
            }
            out.append(cpu);
            if (last > cpu) {
                out.append('-').append(last);
            }
            cpu = last + 1;
        }
        return out.toString();
    }
}
