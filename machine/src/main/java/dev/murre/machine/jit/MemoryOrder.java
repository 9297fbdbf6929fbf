package dev.murre.machine.jit;

/// In which order other processors see a processor's loads and stores.
public enum MemoryOrder {
    /// There is no other processor.
    ALONE,

    /// x86's: only a load may come before an earlier store. Intel SDM vol. 3, "Memory Ordering".
    TOTAL_STORE
}
