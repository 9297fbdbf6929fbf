package dev.murre.kernel.sched;

import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The deadline class's waiting tasks: the earliest deadline runs first. There are few of them.
final class DeadlineQueue {
    private final List<Task> tasks = new ArrayList<>();

    int size() {
        return tasks.size();
    }

    void add(Task task) {
        tasks.add(task);
    }

    void remove(Task task) {
        tasks.remove(task);
    }

    @Nullable Task first() {
        Task best = null;
        for (Task task : tasks) {
            if (best == null || task.sched().dlAbsolute < best.sched().dlAbsolute) {
                best = task;
            }
        }
        return best;
    }
}
