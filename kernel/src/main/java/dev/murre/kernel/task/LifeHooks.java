package dev.murre.kernel.task;

import java.util.ArrayList;
import java.util.List;

/// All [LifeHook]s of a machine.
public final class LifeHooks implements LifeHook {
    private final List<LifeHook> hooks = new ArrayList<>();

    /// Adds one, at boot.
    public void add(LifeHook hook) {
        hooks.add(hook);
    }

    @Override
    public void fork(Task maker, Task child, long flags) {
        for (int i = 0; i < hooks.size(); i++) {
            hooks.get(i).fork(maker, child, flags);
        }
    }

    @Override
    public void unshare(Task task, long flags) {
        for (int i = 0; i < hooks.size(); i++) {
            hooks.get(i).unshare(task, flags);
        }
    }

    @Override
    public void exit(Task task) {
        for (int i = 0; i < hooks.size(); i++) {
            hooks.get(i).exit(task);
        }
    }
}
