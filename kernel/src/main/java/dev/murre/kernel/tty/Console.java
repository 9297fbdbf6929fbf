package dev.murre.kernel.tty;

import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.pipe.ByteRing;

/// The machine's own terminal, `/dev/console`, behind which the host's terminal stands.
///
/// What the host sends comes in through [#type] and [#resize], which must be called in the kernel
/// ([KernelServices#post]).
public final class Console {
    private static final int MAX_TYPED_AHEAD = 65536;

    private final Tty tty;
    private final ByteRing typed = new ByteRing(MAX_TYPED_AHEAD);
    private final byte[] chunk = new byte[4096];
    private boolean feeding;

    /// Where the console's output goes.
    public interface Screen {
        /// How many bytes it takes now.
        int room();

        /// Takes bytes, at most as many as [#room] said. Never blocks.
        void write(byte[] bytes, int offset, int length);
    }

    public Console(KernelServices kernel, Screen screen) {
        int number = (int) Devices.makedev(5, 1);
        tty = new Tty(kernel, "console", number, new Device(screen));
    }

    Tty tty() {
        return tty;
    }

    /// Keys the user typed. What neither a program nor the line takes is kept for later, up to a
    /// limit.
    public void type(byte[] bytes, int offset, int length) {
        typed.put(bytes, offset, length);
        feed();
    }

    /// How many more bytes [#type] takes.
    public int typeRoom() {
        return typed.room();
    }

    private void feed() {
        if (feeding) {
            return;
        }
        feeding = true;
        LineDiscipline discipline = tty.discipline();
        for (int room = discipline.receiveRoom();
                room > 0 && !typed.isEmpty();
                room = discipline.receiveRoom()) {
            int count = typed.take(chunk, 0, Math.min(room, chunk.length));
            discipline.receive(chunk, 0, count);
        }
        feeding = false;
    }

    /// The window has another size.
    public void resize(int rows, int columns) {
        tty.resize((short) rows, (short) columns, (short) 0, (short) 0);
    }

    /// The user's terminal is gone.
    public void hangUp() {
        tty.hangUp();
    }

    /// The screen has room again.
    public void screenReady() {
        tty.outputReady();
    }

    private final class Device implements TtyDevice {
        private final Screen screen;

        Device(Screen screen) {
            this.screen = screen;
        }

        @Override
        public int room() {
            return screen.room();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            screen.write(bytes, offset, length);
        }

        @Override
        public int pending() {
            return 0;
        }

        @Override
        public void discard() {}

        @Override
        public void inputDrained() {
            feed();
        }

        @Override
        public void status(int bits) {}

        @Override
        public void openChanged(int openFiles) {}
    }
}
