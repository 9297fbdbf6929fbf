package dev.murre.runtime.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// The terminal behind a descriptor of this process, by the C library's own functions.
///
/// `struct termios` differs from host to host, so its fields are never touched: cfmakeraw(3) makes
/// the raw copy. A shutdown hook restores the terminal on every exit but SIGKILL.
final class CTerminal implements Terminal {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle TCGETATTR = link("tcgetattr", JAVA_INT, ADDRESS);
    private static final MethodHandle TCSETATTR = link("tcsetattr", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle CFMAKERAW =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("cfmakeraw"),
                    FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle IOCTL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                    Linker.Option.firstVariadicArg(2));

    /// Longer than `struct termios` of any host.
    private static final int TERMIOS_BYTES = 256;

    private static final int TCSADRAIN = 1;
    private static final long TIOCGWINSZ =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")
                    ? 0x5413
                    : 0x40087468;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment found = arena.allocate(TERMIOS_BYTES);
    private final MemorySegment window = arena.allocate(4 * JAVA_SHORT.byteSize());
    private final Thread restoreAtExit = new Thread(this::restore, "murre-terminal-restore");
    private boolean raw;

    /// Asks for the terminal behind `descriptor`.
    ///
    /// @throws IllegalStateException if there is none
    CTerminal(int descriptor) {
        this.descriptor = descriptor;
        if (getAttributes(found) != 0) {
            arena.close();
            throw new IllegalStateException("descriptor " + descriptor + " is no terminal");
        }
    }

    private static MethodHandle link(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    @Override
    public synchronized void makeRaw() {
        if (raw) {
            return;
        }
        Runtime.getRuntime().addShutdownHook(restoreAtExit);
        var changed = arena.allocate(TERMIOS_BYTES);
        changed.copyFrom(found);
        try {
            CFMAKERAW.invokeExact(changed);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        raw = setAttributes(changed) == 0;
    }

    @Override
    public synchronized void restore() {
        if (raw) {
            setAttributes(found);
            raw = false;
        }
    }

    @Override
    public synchronized WindowSize size() {
        int result;
        try {
            result = (int) IOCTL.invokeExact(descriptor, TIOCGWINSZ, window);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        int rows = window.getAtIndex(JAVA_SHORT, 0) & 0xffff;
        int columns = window.getAtIndex(JAVA_SHORT, 1) & 0xffff;
        return result == 0 && rows > 0 && columns > 0
                ? new WindowSize(rows, columns)
                : WindowSize.USUAL;
    }

    @Override
    public void close() {
        restore();
    }

    private int getAttributes(MemorySegment target) {
        try {
            return (int) TCGETATTR.invokeExact(descriptor, target);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private int setAttributes(MemorySegment source) {
        try {
            return (int) TCSETATTR.invokeExact(descriptor, TCSADRAIN, source);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
