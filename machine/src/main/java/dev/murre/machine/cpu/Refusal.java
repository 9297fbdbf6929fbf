package dev.murre.machine.cpu;

/// Thrown by what generated code calls, caught by the generated method: the instruction is the
/// interpreter's to do,
/// or to refuse. Nothing of it has happened that it would not do again.
///
/// Once HotSpot has compiled the generated method the throw is a jump; a branch in generated code
/// instead would be pruned
/// by HotSpot until first taken, and cost a recompilation then, for every access.
public final class Refusal extends RuntimeException {
    /// The only one there is.
    public static final Refusal INSTANCE = new Refusal();

    private static final long serialVersionUID = 1;

    private Refusal() {
        super(null, null, false, false);
    }
}
