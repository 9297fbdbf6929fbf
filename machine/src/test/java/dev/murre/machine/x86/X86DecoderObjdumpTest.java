package dev.murre.machine.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Length and operation of every instruction in large programs must be what objdump says.
class X86DecoderObjdumpTest {
    /// Not part of the processor we present: AVX and what came with or after it, AES, SHA, crypto.
    private static final List<String> NOT_OURS =
            List.of(
                    ("v k tzcnt lzcnt aes sha pclmul movbe adcx adox mulx rorx sarx "
                                    + "shlx shrx andn_ bextr bls bzhi pdep pext_ xsave xrstor xtest "
                                    + "xbegin xend xabort rdrand rdseed wrfsbase rdfsbase rdgsbase "
                                    + "wrgsbase rdpkru wrpkru xgetbv (bad) rdpid incssp tpause umwait "
                                    + "umonitor clwb clflushopt gf2p8 senduipi")
                            .split(" "));

    private static final List<String> JUNK =
            List.of(
                    "?",
                    "(bad)",
                    ".byte",
                    "mov    cs",
                    "mov cs",
                    "87 only",
                    "FWORD",
                    "femms",
                    "bnd",
                    "pmulhrw",
                    "jmp    DWORD");

    private final X86Decoder decoder = new X86Decoder(X86Mode.BITS64);
    private final CodeWindow window = new CodeWindow();
    private final X86Insn insn = new X86Insn();
    private final List<String> differences = new ArrayList<>();
    private int compared;

    @Test
    void agreesOnBash() throws IOException, InterruptedException {
        compare("/usr/bin/bash");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/lib/x86_64-linux-gnu/libc.so.6",
                "/usr/lib/x86_64-linux-gnu/libm.so.6",
                "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"
            })
    void agreesOnLibraries(String file) throws IOException, InterruptedException {
        compare(file);
    }

    private void compare(String file) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of(file)) && Files.isExecutable(Path.of("/usr/bin/objdump")));
        ObjdumpListing.forEach(List.of("-M", "intel", "-d", file), this::check);
        assertTrue(compared > 10_000, "only " + compared + " instructions in " + file);
        assertEquals(List.of(), differences.subList(0, Math.min(40, differences.size())));
    }

    private void check(ObjdumpListing.Line line) {
        if (NOT_OURS.stream().anyMatch(name -> isNamed(line, name))) {
            return;
        }
        compared++;
        byte[] bytes = line.bytes();
        window.start = line.address();
        window.size = bytes.length;
        System.arraycopy(bytes, 0, window.bytes, 0, bytes.length);
        decoder.decode(window, line.address(), insn);
        boolean same =
                insn.status == DecodeStatus.OK
                        && insn.length == bytes.length
                        && ObjdumpNames.matches(line.mnemonic(), insn);
        if (!same && !isNoInstruction(line)) {
            differences.add(
                    Long.toHexString(line.address())
                            + " "
                            + line.text()
                            + " / "
                            + insn.status
                            + " "
                            + insn
                            + " length "
                            + insn.length
                            + " of "
                            + bytes.length);
        }
    }

    private static boolean isNamed(ObjdumpListing.Line line, String name) {
        return (line.mnemonic() + " ").startsWith(name.replace('_', ' '))
                && !line.mnemonic().startsWith("ver");
    }

    /// Data between functions reads as code that no processor of ours would run; objdump also shows
    /// LOCK where it is not allowed, segment registers that do not exist, and joins FWAIT with what
    /// follows.
    private boolean isNoInstruction(ObjdumpListing.Line line) {
        String text = line.text();
        return JUNK.stream().anyMatch(text::contains)
                || (line.bytes()[0] == (byte) 0x9b && line.bytes().length > 1)
                || (insn.status == DecodeStatus.UNDEFINED && text.contains("lock "));
    }
}
