package dev.murre.kernel.task;

import dev.murre.kernel.base.WaitQueue;

/// Something that happens once and is waited for, such as the end of vfork(2).
final class Completion {
    final WaitQueue queue;
    private boolean done;

    Completion(String name) {
        queue = new WaitQueue(name);
    }

    boolean isDone() {
        return done;
    }

    void complete() {
        done = true;
        queue.wakeAll();
    }
}
