package dev.murre.kernel.debug;

import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Watchpoints on writes: while a program has one its threads run an instruction at a time, and
/// after each the bytes are looked at. Slow, but it misses nothing, the kernel's writes included.
final class GdbWatchpoints {
    private record Watch(long address, byte[] last) {}

    private final Map<Mm, List<Watch>> watches = new HashMap<>();

    /// Threads that run step by step for this reason.
    private final Set<Task> slowed = new HashSet<>();

    /// Returns whether there is such memory.
    boolean insert(Task t, long address, int length) {
        byte[] now = new byte[length];
        Mm mm = t.mmOrNull();
        if (mm == null || mm.forced().read(address, now, 0, length) != length) {
            return false;
        }
        watches.computeIfAbsent(mm, key -> new ArrayList<>()).add(new Watch(address, now));
        return true;
    }

    void remove(Task t, long address) {
        Mm mm = t.mmOrNull();
        List<Watch> list = watches.get(mm);
        if (list != null) {
            list.removeIf(watch -> watch.address == address);
            if (list.isEmpty()) {
                watches.remove(mm);
            }
        }
    }

    /// Before a thread goes to user mode.
    void prepare(Task t) {
        if (watches.containsKey(t.mmOrNull())) {
            t.arch().setSingleStep(t.regs(), true);
            slowed.add(t);
        }
    }

    /// Whether a thread has made a step that was for watching only.
    boolean stepped(Task t) {
        boolean ours = slowed.remove(t);
        if (ours) {
            t.arch().setSingleStep(t.regs(), false);
        }
        return ours;
    }

    /// The address of a watched place that has changed since the last look; 0 if none has.
    long changed(Task t) {
        Mm mm = t.mmOrNull();
        long found = 0;
        for (Watch watch : watches.getOrDefault(mm, List.of())) {
            byte[] now = new byte[watch.last.length];
            if (mm != null
                    && mm.forced().read(watch.address, now, 0, now.length) == now.length
                    && !Arrays.equals(now, watch.last)) {
                System.arraycopy(now, 0, watch.last, 0, now.length);
                found = watch.address;
            }
        }
        return found;
    }
}
