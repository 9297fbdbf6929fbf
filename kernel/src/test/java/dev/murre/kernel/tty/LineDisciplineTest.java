package dev.murre.kernel.tty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.abi.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Replays what a pty of native Linux did with random keys under random flags. Each line of the
/// record:
/// input, output and local flags; bytes the program wrote; bytes typed; size of the program's
/// reads; what
/// came out at the master; what each read returned.
class LineDisciplineTest {
    private static final class Line implements TerminalLine {
        final Termios termios = Termios.standard();
        final ByteArrayOutputStream screen = new ByteArrayOutputStream();

        @Override
        public Termios termios() {
            return termios;
        }

        @Override
        public int outputRoom() {
            return 4096;
        }

        @Override
        public void emit(byte b) {
            screen.write(b);
        }

        @Override
        public void emit(byte[] bytes, int offset, int length) {
            screen.write(bytes, offset, length);
        }

        @Override
        public void discardOutput() {}

        @Override
        public void stop() {}

        @Override
        public void start() {}

        @Override
        public boolean stopped() {
            return false;
        }

        @Override
        public void signalForeground(Signal signal) {}

        @Override
        public void inputReady() {}

        @Override
        public void inputDrained() {}
    }

    @Test
    void doesWhatNativeLinuxDid() throws IOException {
        List<String> differences = new ArrayList<>();
        List<String> cases;
        try (var in = getClass().getResourceAsStream("native-pty.txt")) {
            cases = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
        for (String recorded : cases) {
            String[] f = recorded.split(" ");
            String replayed = replay(f);
            String expected = f[6] + " " + f[7];
            if (!replayed.equals(expected)) {
                differences.add(recorded + "\n   but " + replayed);
            }
        }
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differ:\n" + String.join("\n", differences));
        assertEquals(398, cases.size());
    }

    private static String replay(String[] f) {
        var line = new Line();
        var discipline = new LineDiscipline(line);
        int oldLocal = line.termios.localFlags;
        line.termios.inputFlags = Integer.parseInt(f[0]);
        line.termios.outputFlags = Integer.parseInt(f[1]);
        line.termios.localFlags = Integer.parseInt(f[2]);
        discipline.termiosChanged(oldLocal);
        byte[] written = HexFormat.of().parseHex(f[3].substring(1));
        discipline.write(written, 0, written.length);
        byte[] typed = HexFormat.of().parseHex(f[4].substring(1));
        discipline.receive(typed, 0, typed.length);
        int size = Integer.parseInt(f[5]);
        var reads = new StringBuilder();
        byte[] buffer = new byte[size];
        for (boolean first = true; discipline.readable(false); first = false) {
            int count = discipline.read(buffer, 0, size);
            reads.append(first ? "" : ",").append(HexFormat.of().formatHex(buffer, 0, count));
        }
        return "." + HexFormat.of().formatHex(line.screen.toByteArray()) + " ." + reads;
    }
}
