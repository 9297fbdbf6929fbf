package dev.murre.kernel.debug;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GdbTextTest {
    @Test
    void specialBytesAreEscapedAndBack() {
        byte[] bytes = "a$b#c}d*e".getBytes(StandardCharsets.ISO_8859_1);
        String sent = GdbText.binary(bytes, bytes.length);
        assertEquals("a}\4b}\3c}]d}\ne", sent);
        assertArrayEquals(bytes, GdbText.unescape(sent));
    }

    @Test
    void signalsHaveOtherNumbersInGdb() {
        assertEquals(20, GdbText.signal(17));
        assertEquals(30, GdbText.signal(10));
        for (int linux = 1; linux <= 64; linux++) {
            if (linux != 16) {
                assertEquals(linux, GdbText.linuxSignal(GdbText.signal(linux)), "" + linux);
            }
        }
    }

    @Test
    void documentsComeInParts() {
        byte[] document = "hello".getBytes(StandardCharsets.US_ASCII);
        assertEquals("mhel", GdbText.part(document, 0, 3));
        assertEquals("llo", GdbText.part(document, 3, 3));
        assertEquals("l", GdbText.part(document, 5, 3));
    }
}
