package dev.murre.runtime;

import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.tty.Console;
import dev.murre.runtime.host.GuestOutput;
import dev.murre.runtime.host.ScreenTerminal;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// Connects a machine's console with a terminal of the host: one thread takes what is typed, one
/// shows what is written.
final class MachineConsole implements AutoCloseable {
    private static final int CHUNK = 4096;
    private static final long FULL_RETRY_MILLIS = 10;

    private final KernelServices kernel;
    private final ScreenTerminal terminal;
    private final GuestOutput output;
    private final Console console;
    private final Thread writer;

    MachineConsole(KernelServices kernel, ScreenTerminal terminal) {
        this.kernel = kernel;
        this.terminal = terminal;
        this.output = new GuestOutput(kernel, this::screenReady);
        this.console = new Console(kernel, new Screen());
        this.writer = Thread.ofPlatform().daemon().name("murre-screen").start(this::show);
        Thread.ofPlatform().daemon().name("murre-keys").start(this::type);
        resize();
    }

    Console console() {
        return console;
    }

    private void screenReady() {
        console.screenReady();
    }

    private final class Screen implements Console.Screen {
        private final ByteIoBuf buffer = new ByteIoBuf();

        @Override
        public int room() {
            return output.room();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            output.offer(buffer.reset(bytes, offset, length));
        }
    }

    private void show() {
        var bytes = new byte[CHUNK];
        try (var shown = output.asInputStream()) {
            for (int count = shown.read(bytes); count >= 0; count = shown.read(bytes)) {
                terminal.write(bytes, 0, count);
            }
        } catch (IOException e) {
            kernel.post(console::hangUp);
        }
    }

    private void type() {
        try {
            var bytes = new byte[CHUNK];
            for (int count = terminal.read(bytes); count >= 0; count = terminal.read(bytes)) {
                var typed = bytes.clone();
                int length = count;
                while (typeRoom() < length) {
                    Thread.sleep(FULL_RETRY_MILLIS);
                }
                kernel.post(() -> console.type(typed, 0, length));
            }
            kernel.post(console::hangUp);
        } catch (IOException e) {
            kernel.post(console::hangUp);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int typeRoom() {
        var room = new CompletableFuture<Integer>();
        kernel.post(() -> room.complete(console.typeRoom()));
        return room.join();
    }

    /// Tells the machine the terminal's size.
    void resize() {
        var size = terminal.size();
        kernel.post(() -> console.resize(size.rows(), size.columns()));
    }

    /// Shows what is still to be shown.
    @Override
    public void close() {
        output.finish();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
