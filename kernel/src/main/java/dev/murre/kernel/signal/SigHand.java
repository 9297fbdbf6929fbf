package dev.murre.kernel.signal;

import dev.murre.abi.Signal;
import java.util.Arrays;

/// The dispositions of all signals, shared by CLONE_SIGHAND: `sighand_struct`.
public final class SigHand {
    private final SigAction[] actions;
    private int users = 1;

    public SigHand() {
        actions = new SigAction[Signal.COUNT + 1];
        Arrays.fill(actions, SigAction.DEFAULT);
    }

    private SigHand(SigAction[] actions) {
        this.actions = actions;
    }

    public SigAction action(Signal signal) {
        return actions[signal.number];
    }

    public void set(Signal signal, SigAction action) {
        actions[signal.number] = action;
    }

    public SigHand share() {
        users++;
        return this;
    }

    public void put() {
        users--;
    }

    public int users() {
        return users;
    }

    public SigHand copy() {
        return new SigHand(actions.clone());
    }

    /// For exec: handlers become default, ignored signals stay ignored.
    public void resetHandlers() {
        for (int i = 1; i < actions.length; i++) {
            if (!actions[i].isIgnore()) {
                actions[i] = SigAction.DEFAULT;
            } else {
                actions[i] = new SigAction(SigAction.IGNORE_HANDLER, 0, 0, 0);
            }
        }
    }

    /// Signals that are ignored, as a set.
    public long ignoredMask() {
        return maskOf(SigAction.IGNORE_HANDLER, true);
    }

    /// Signals that have a handler, as a set.
    public long caughtMask() {
        return maskOf(0, false);
    }

    private long maskOf(long handler, boolean equal) {
        long mask = 0;
        for (int i = 1; i < actions.length; i++) {
            boolean hit = equal ? actions[i].handler() == handler : actions[i].hasHandler();
            if (hit) {
                mask |= 1L << i - 1;
            }
        }
        return mask;
    }
}
