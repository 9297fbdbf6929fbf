package dev.murre.arch;

/// Layout of what a signal handler finds on its stack, and the way back from it. Works on bytes:
/// the kernel proper moves them to and from user memory.
public interface SignalFrames {
    /// The most bytes a frame takes.
    int MAX_BYTES = 2048;

    /// Computes where the frame goes and what is in it.
    void layOut(SignalFrame frame, long regs, ThreadState thread);

    /// Changes the saved registers so that the handler runs with the frame laid out before.
    void enterHandler(SignalFrame frame, long regs, ThreadState thread);

    /// Where the frame is when sigreturn is called, and how many bytes of it are to be read.
    long frameAddress(long regs, Kind kind);

    /// How many bytes [#restore] wants to see from [#frameAddress] on.
    int frameBytes(Kind kind);

    /// Address of the FPU state that a frame names, or 0.
    long fpuAddress(byte[] bytes, Kind kind);

    /// How many bytes of FPU state [#restoreFpu] wants.
    int fpuBytes();

    /// Takes registers, mask and alternate stack from a frame. The flags come from the frame as far
    /// as a program may set them.
    void restore(SignalFrame result, byte[] bytes, long regs, ThreadState thread, Kind kind);

    /// Takes FPU state from its bytes.
    ///
    /// @return whether it was valid
    boolean restoreFpu(byte[] bytes, ThreadState thread);

    /// The two kinds of frames i386 and ARM have; x86-64 has only the second.
    enum Kind {
        /// Without siginfo: sigreturn(2).
        CLASSIC,
        /// With siginfo: rt_sigreturn(2).
        REALTIME
    }
}
