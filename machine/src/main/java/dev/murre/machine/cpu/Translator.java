package dev.murre.machine.cpu;

import dev.murre.machine.ir.Block;
import org.jspecify.annotations.Nullable;

/// A decoder and lowering for one instruction set and mode.
public interface Translator {
    /// Distinguishes modes in which the same bytes mean different things; part of the key of shared
    /// code pages.
    int mode();

    /// Translates the code at `pc` (which lies in `page`, mapped and executable in `cpu.memory`) up
    /// to a branch, the end of
    /// the page, or `maxInstructions`. Only the block's last instruction may reach into the next
    /// page. If the first
    /// instruction reaches into a page that cannot be executed, or that has no code page in
    /// `cpu.code` yet, the block is
    /// just {@link dev.murre.machine.ir.IrBuilder#fetchTrap} with the exact address; engines do not
    /// keep such a block.
    Block translate(Cpu cpu, CodePage page, long pc, int maxInstructions);

    /// Which of `debug`'s watchpoints the instruction at PC is going to touch if nothing stops it.
    int touches(Cpu cpu, @Nullable DebugRegisters debug);
}
