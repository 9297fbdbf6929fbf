package dev.murre.runtime.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.ByteIoBuf;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HostStreamsTest {
    private final FakeKernel kernel = new FakeKernel();

    @Test
    void outputArrivesInOrderAndEnds() throws IOException {
        var output = new GuestOutput(kernel);
        assertEquals(3, output.offer(buffer("abc")));
        assertEquals(2, output.offer(buffer("de")));
        output.finish();
        assertArrayEquals("abcde".getBytes(UTF_8), output.asInputStream().readAllBytes());
    }

    @Test
    void aFullOutputMakesTheGuestWaitAndThenGoOn() throws IOException {
        var output = new GuestOutput(kernel);
        assertEquals(65536, output.offer(new ByteIoBuf(new byte[100_000], 0, 100_000)));
        assertEquals(-Errno.EAGAIN.number, output.offer(buffer("x")));
        assertEquals(1, kernel.promises());
        assertEquals(65536, output.asInputStream().readNBytes(65536).length);
        assertEquals(0, kernel.promises());
        assertEquals(1, output.offer(buffer("x")));
    }

    @Test
    void aWriteUpToPipeBufIsNotSplit() throws IOException {
        var output = new GuestOutput(kernel);
        assertEquals(65530, output.offer(new ByteIoBuf(new byte[65530], 0, 65530)));
        assertEquals(-Errno.EAGAIN.number, output.offer(buffer("seven b")));
    }

    @Test
    void outputThatNobodyReadsIsABrokenPipe() throws IOException {
        var output = new GuestOutput(kernel);
        output.asInputStream().close();
        assertEquals(-Errno.EPIPE.number, output.offer(buffer("x")));
    }

    @Test
    void inputIsAskedForWhenTheGuestReads() throws Exception {
        var input = new GuestInput(kernel);
        assertEquals(-Errno.EAGAIN.number, input.take(new ByteIoBuf(new byte[10], 0, 10)));
        assertEquals(10, input.awaitDemand());
        input.asOutputStream().write("hello".getBytes(UTF_8));
        assertEquals(1, kernel.posts());
        var read = new byte[10];
        assertEquals(5, input.take(new ByteIoBuf(read, 0, 10)));
        assertEquals("hello", new String(read, 0, 5, UTF_8));
        input.asOutputStream().close();
        assertEquals(0, input.take(new ByteIoBuf(read, 0, 10)));
    }

    @Test
    void inputThatNobodyReadsRefusesMore() throws Exception {
        var input = new GuestInput(kernel);
        input.abandon();
        assertEquals(0, input.awaitDemand());
        assertThrows(IOException.class, () -> input.asOutputStream().write(1));
    }

    @Test
    void seededEntropyRepeats() {
        var first = new byte[33];
        var second = new byte[33];
        new SeededEntropy(7).fill(first, 0, 33);
        var again = new SeededEntropy(7);
        again.fill(second, 0, 5);
        again.fill(second, 5, 28);
        assertArrayEquals(first, second);
    }

    private static ByteIoBuf buffer(String text) {
        return new ByteIoBuf(text.getBytes(UTF_8), 0, text.length());
    }
}
