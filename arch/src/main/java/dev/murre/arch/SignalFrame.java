package dev.murre.arch;

/// One signal frame being made or taken down; each task uses its own again and again.
public final class SignalFrame {
    // What the kernel proper fills in.

    public int signal;
    public long handler;
    public long restorer;
    public boolean hasRestorer;

    /// Where the system's own return code is, for programs that bring none; 0 if there is none.
    public long vdsoRestorer;

    /// Whether the handler was set with SA_SIGINFO.
    public boolean withInfo;

    /// siginfo_t in the ABI's layout.
    public final byte[] info = new byte[128];

    /// The mask to restore afterwards.
    public long mask;

    /// uc_stack: the alternate stack as it was.
    public long stackAddress;

    public int stackFlags;
    public long stackSize;

    /// Where to start: the interrupted stack pointer with `onAlternate` false, or the alternate
    /// stack's upper end.
    public long top;

    public boolean onAlternate;

    // What the layout yields.

    /// User address of the frame.
    public long address;

    public int length;
    public final byte[] bytes = new byte[SignalFrames.MAX_BYTES];

    /// User address of the FPU state, which is written apart; 0 if there is none.
    public long fpuAddress;

    public int fpuLength;
    public final byte[] fpuBytes = new byte[1024];
}
