package dev.murre.runtime;

import dev.murre.abi.Errno;
import java.io.IOException;

/// A program could not be started in the machine.
public final class ProgramException extends IOException {
    private final Errno errno;

    ProgramException(String program, Errno errno) {
        super(program + ": " + errno.message);
        this.errno = errno;
    }

    /// Why: ENOENT where there is no such program.
    public Errno errno() {
        return errno;
    }
}
