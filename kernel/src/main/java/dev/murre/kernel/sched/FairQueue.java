package dev.murre.kernel.sched;

import dev.murre.kernel.task.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fair class's waiting tasks: a heap by vruntime.
final class FairQueue {
    private @Nullable Task[] heap = new @Nullable Task[64];
    private int size;
    private long sequence;
    private long totalWeight;
    private long minVruntime;

    int size() {
        return size;
    }

    long totalWeight() {
        return totalWeight;
    }

    /// A vruntime that never falls and that newcomers are placed against.
    long minVruntime() {
        return minVruntime;
    }

    void advanceMin(long running) {
        Task first = first();
        long least = first == null ? running : Math.min(running, first.sched().vruntime);
        minVruntime = Math.max(minVruntime, least);
    }

    @Nullable Task first() {
        return size == 0 ? null : heap[0];
    }

    /// The first of those that may run on a processor.
    @Nullable Task firstFor(int processor) {
        Task best = null;
        for (int i = 0; i < size; i++) {
            Task task = at(i);
            if (task.sched().mayRunOn(processor) && (best == null || before(task, best))) {
                best = task;
            }
        }
        return best;
    }

    void add(Task task) {
        SchedEntity e = task.sched();
        e.sequence = sequence++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        totalWeight += e.weight;
        up(size++, task);
    }

    void remove(Task task) {
        SchedEntity e = task.sched();
        int hole = e.heapIndex;
        e.heapIndex = SchedEntity.NOT_QUEUED;
        totalWeight -= e.weight;
        Task last = at(--size);
        heap[size] = null;
        if (last != task) {
            up(hole, last);
            if (last.sched().heapIndex == hole) {
                down(hole, last);
            }
        }
    }

    private Task at(int index) {
        Task task = heap[index];
        if (task == null) {
            throw new IllegalStateException("hole in the run queue");
        }
        return task;
    }

    private static boolean before(Task a, Task b) {
        SchedEntity x = a.sched();
        SchedEntity y = b.sched();
        return x.vruntime != y.vruntime ? x.vruntime < y.vruntime : x.sequence < y.sequence;
    }

    private void place(int index, Task task) {
        heap[index] = task;
        task.sched().heapIndex = index;
    }

    private void up(int start, Task task) {
        int hole = start;
        while (hole > 0) {
            Task parent = at(hole - 1 >>> 1);
            if (!before(task, parent)) {
                break;
            }
            place(hole, parent);
            hole = hole - 1 >>> 1;
        }
        place(hole, task);
    }

    private void down(int start, Task task) {
        int hole = start;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && before(at(child + 1), at(child))) {
                child++;
            }
            if (!before(at(child), task)) {
                break;
            }
            place(hole, at(child));
            hole = child;
        }
        place(hole, task);
    }
}
