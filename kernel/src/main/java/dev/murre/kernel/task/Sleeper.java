package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitEntry;
import dev.murre.kernel.base.WaitQueue;
import java.util.Arrays;

/// The sleep of one task: the queues it waits on and its deadline. Kept and used again.
final class Sleeper {
    private final Task task;
    private Entry[] entries = new Entry[1];
    private int used;
    private final Alarm alarm = new Alarm();
    private WakeReason reason = WakeReason.EVENT;
    private String channel = "";

    Sleeper(Task task) {
        this.task = task;
        entries[0] = new Entry();
    }

    void prepare(WaitQueue queue, int keyMask, boolean exclusive) {
        if (used == entries.length) {
            entries = Arrays.copyOf(entries, used * 2);
            for (int i = used; i < entries.length; i++) {
                entries[i] = new Entry();
            }
        }
        Entry entry = entries[used++];
        channel = queue.name;
        if (exclusive) {
            queue.addExclusive(entry, keyMask);
        } else {
            queue.add(entry, keyMask);
        }
    }

    long block(TaskState how, long deadlineNanos) {
        if (wouldEndAtOnce(how)) {
            finish();
            return Errno.ERESTARTSYS.result();
        }
        if (deadlineNanos != Timers.NEVER) {
            Timers timers = task.kernel().timers();
            if (timers.now() >= deadlineNanos) {
                finish();
                return Errno.ETIMEDOUT.result();
            }
            alarm.followRealtime(false);
            timers.add(alarm, deadlineNanos);
            if (used == 0) {
                channel = "hrtimer_nanosleep";
            }
        }
        task.sleep(how);
        return SyscallResult.BLOCKED;
    }

    long blockUntilRealtime(TaskState how, long deadlineNanos) {
        long result = block(how, deadlineNanos);
        alarm.followRealtime(true);
        return result;
    }

    private boolean wouldEndAtOnce(TaskState how) {
        return switch (how) {
            case INTERRUPTIBLE -> task.signalPending();
            case KILLABLE -> task.fatalSignalPending();
            default -> false;
        };
    }

    void woken(WakeReason why) {
        reason = why;
    }

    WakeReason reason() {
        return reason;
    }

    String channel() {
        return channel;
    }

    /// Leaves all queues and stops the clock: the task runs again.
    void finish() {
        for (int i = 0; i < used; i++) {
            entries[i].leave();
        }
        used = 0;
        if (alarm.pending()) {
            task.kernel().timers().cancel(alarm);
        }
    }

    private final class Entry extends WaitEntry {
        @Override
        protected boolean onWake(int key) {
            return task.wakeUp(WakeReason.EVENT);
        }
    }

    private final class Alarm extends TimerNode {
        @Override
        protected void fire(long nowNanos) {
            task.wakeUp(WakeReason.TIMEOUT);
        }
    }
}
