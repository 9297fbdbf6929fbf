package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.runtime.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// a.out programs, which the kernels of today do not run any more: nothing native to compare with.
/// Each writes a text from its data segment, then leaves with its argument count and a word of its
/// bss as status.
@Tag("slow")
class AoutTest {
    private static final byte[] TEXT = "from the data segment\n".getBytes(ISO_8859_1);
    private static final int BSS = 8192;

    /// The magic number, where the text is in the file and in memory, and to what its size is made.
    enum Magic {
        OMAGIC(0407, 32, 0, 4, 4),
        NMAGIC(0410, 32, 0, 4, 1024),
        ZMAGIC(0413, 1024, 0, 1024, 1024),
        QMAGIC(0314, 0, 4096, 4096, 4096);

        final int number;
        final int fileOffset;
        final int address;
        final int textAlign;
        final int dataAlign;

        Magic(int number, int fileOffset, int address, int textAlign, int dataAlign) {
            this.number = number;
            this.fileOffset = fileOffset;
            this.address = address;
            this.textAlign = textAlign;
            this.dataAlign = dataAlign;
        }

        private static int align(int value, int to) {
            return value + to - 1 & -to;
        }

        byte[] program() {
            int header = this == QMAGIC ? 32 : 0;
            int textSize = align(header + code(0, 0).length, textAlign);
            int dataAddress = align(address + textSize, dataAlign);
            int dataSize = align(TEXT.length, textAlign);
            int bss = dataAddress + dataSize;
            var file = ByteBuffer.allocate(fileOffset + textSize + dataSize);
            file.order(ByteOrder.LITTLE_ENDIAN);
            file.position(fileOffset + header).put(code(dataAddress, bss + BSS - 4));
            file.position(fileOffset + textSize).put(TEXT);
            file.position(0);
            file.putInt(number | 100 << 16).putInt(textSize).putInt(dataSize).putInt(BSS);
            file.putInt(0).putInt(address + header).putInt(0).putInt(0);
            return file.array();
        }
    }

    private static byte[] code(int data, int bss) {
        var code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        code.put((byte) 0xb8).putInt(4); // mov eax, 4
        code.put((byte) 0xbb).putInt(1); // mov ebx, 1
        code.put((byte) 0xb9).putInt(data); // mov ecx, data
        code.put((byte) 0xba).putInt(TEXT.length); // mov edx, length
        code.putShort((short) 0x80cd); // int 0x80
        code.put((byte) 0x5b); // pop ebx
        code.put((byte) 0x03).put((byte) 0x1d).putInt(bss); // add ebx, [bss]
        code.put((byte) 0xb8).putInt(1); // mov eax, 1
        code.putShort((short) 0x80cd); // int 0x80
        return Arrays.copyOf(code.array(), code.position());
    }

    @ParameterizedTest
    @EnumSource
    void runs(Magic magic, @TempDir Path directory) throws Exception {
        var program = directory.resolve("program");
        Files.write(program, magic.program());
        program.toFile().setExecutable(true);
        try (var machine = Machine.builder().build()) {
            var process = machine.process(program.toString(), "one", "two").start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            process.waitFor(30, TimeUnit.SECONDS);
            assertEquals(new String(TEXT, ISO_8859_1), output);
            assertEquals(3, process.exitValue());
        }
    }
}
