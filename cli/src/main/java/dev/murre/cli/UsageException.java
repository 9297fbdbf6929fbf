package dev.murre.cli;

import java.io.Serial;

/// The user asked for something that cannot be done; the message is the one line to tell them.
final class UsageException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
