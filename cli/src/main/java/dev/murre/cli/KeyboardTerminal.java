package dev.murre.cli;

import dev.murre.runtime.host.ScreenTerminal;
import dev.murre.runtime.host.Terminal;
import dev.murre.runtime.host.WindowSize;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The terminal that this process's standard input and output are, as a machine's console. Ctrl-\
/// typed twice within half a second asks what all tasks are doing; the first one goes to the guest.
final class KeyboardTerminal implements ScreenTerminal {
    private static final byte CONTROL_BACKSLASH = 0x1c;
    private static final long TWICE_NANOS = 500_000_000;

    private final @Nullable Terminal terminal;
    private final Runnable whenAsked;
    private final FileInputStream input = new FileInputStream(FileDescriptor.in);
    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    private long lastAsked;

    /// @param terminal for size and raw mode, or null when standard input is none
    /// @param whenAsked runs when the user asks about the tasks
    KeyboardTerminal(@Nullable Terminal terminal, Runnable whenAsked) {
        this.terminal = terminal;
        this.whenAsked = whenAsked;
        this.lastAsked = System.nanoTime() - TWICE_NANOS;
    }

    @Override
    public int read(byte[] target) throws IOException {
        int count = input.read(target);
        while (count > 0 && isRequest(target, count)) {
            whenAsked.run();
            count = input.read(target);
        }
        return count;
    }

    /// Whether these keys, with the ones before, are Ctrl-\ typed twice.
    private boolean isRequest(byte[] keys, int count) {
        if (keys[0] != CONTROL_BACKSLASH || keys[count - 1] != CONTROL_BACKSLASH || count > 2) {
            return false;
        }
        long now = System.nanoTime();
        boolean twice = count == 2 || now - lastAsked < TWICE_NANOS;
        lastAsked = now;
        return twice;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
    }

    @Override
    public WindowSize size() {
        return terminal == null ? WindowSize.USUAL : terminal.size();
    }
}
