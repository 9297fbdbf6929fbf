package dev.murre.kernel.exec;

import dev.murre.trace.KernelSymbol;

/// One kind of executable file.
public interface BinaryFormat {
    /// Looks at the file and loads it if it is of this kind. Errors are thrown as errno exceptions.
    Outcome load(BinPrm prm);

    /// What tracing calls [#load].
    KernelSymbol symbol();

    /// What came of it.
    sealed interface Outcome {}

    /// Not of this kind: the next format is asked.
    record NotMine() implements Outcome {}

    /// The exec goes on with another file, as for scripts.
    record Rewritten() implements Outcome {}

    /// The address space is ready.
    record Loaded(LoadedImage image) implements Outcome {}

    NotMine NOT_MINE = new NotMine();
    Rewritten REWRITTEN = new Rewritten();
}
