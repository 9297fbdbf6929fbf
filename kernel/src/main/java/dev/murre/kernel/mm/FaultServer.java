package dev.murre.kernel.mm;

/// Who brings in pages of registered mappings from user mode, userfaultfd(2).
public interface FaultServer {
    /// What a fault on a page that is not there comes to: [FaultResult#WAITS], or
    /// [FaultResult#BEYOND_END] where the program wants a signal instead.
    FaultResult missing();

    /// Whether the kernel's own accesses wait too; if not they fail.
    boolean servesKernel();

    /// Whether writes to a page wait until that is taken back.
    boolean protects(long page);

    /// A page is new: nothing protects it yet.
    void renewed(long page);

    /// Asks for a page on behalf of a thread.
    Question ask(ServedFault fault, int thread);

    /// What a thread waits for.
    interface Question {
        /// Woken when it may try again.
        dev.murre.kernel.base.WaitQueue answered();

        /// The thread does not wait any more.
        void drop();
    }
}
