package dev.murre.machine.cpu;

import dev.murre.machine.ir.Block;

/// Who wants to know which blocks run often.
public interface HotCode {
    /// Entries after which a block counts as hot.
    int THRESHOLD = 3000;

    /// `block` has been entered so often that it is worth compiling.
    void hot(Block block);
}
