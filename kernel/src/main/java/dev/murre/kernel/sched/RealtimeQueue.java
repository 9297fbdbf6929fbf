package dev.murre.kernel.sched;

import dev.murre.kernel.task.Task;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The real-time class's waiting tasks: a list for each of 99 priorities, highest first.
final class RealtimeQueue {
    private static final int LEVELS = SchedEntity.LENT_BY_DEADLINE + 1;

    private final @Nullable ArrayDeque<Task>[] levels = lists();
    private int size;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable ArrayDeque<Task>[] lists() {
        return new ArrayDeque[LEVELS];
    }

    int size() {
        return size;
    }

    /// Adds a task at the end of its level, or in front when it was preempted there.
    void add(Task task, boolean front) {
        int level = task.sched().effectivePriority();
        ArrayDeque<Task> list = levels[level];
        if (list == null) {
            list = new ArrayDeque<>();
            levels[level] = list;
        }
        if (front) {
            list.addFirst(task);
        } else {
            list.addLast(task);
        }
        size++;
    }

    void remove(Task task) {
        ArrayDeque<Task> list = levels[task.sched().effectivePriority()];
        if (list != null && list.remove(task)) {
            size--;
        }
    }

    @Nullable Task first() {
        if (size == 0) {
            return null;
        }
        for (int level = LEVELS - 1; level > 0; level--) {
            ArrayDeque<Task> list = levels[level];
            if (list != null && !list.isEmpty()) {
                return list.peekFirst();
            }
        }
        return null;
    }
}
