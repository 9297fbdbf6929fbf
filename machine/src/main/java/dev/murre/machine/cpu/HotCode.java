package dev.murre.machine.cpu;

import dev.murre.machine.ir.Block;

/// Who wants to know which blocks run often.
public interface HotCode {
    /// Entries after which a block counts as hot, as a rule.
    int THRESHOLD = 800;

    /// `block` has been entered {@link Cpu#hotThreshold} times.
    void hot(Block block);
}
