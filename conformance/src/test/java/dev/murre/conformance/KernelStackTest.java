package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.arch.KernelStack;
import dev.murre.arch.x86.PtRegs;
import dev.murre.conformance.guest.GuestProgram;
import dev.murre.kernel.task.Task;
import dev.murre.machine.memory.Host;
import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.Machine;
import dev.murre.runtime.MachineFailure;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernel stack is memory: its bytes are in the architecture's layout, and changing them
/// changes
/// what happens. A task waits in read(2) meanwhile, with known values in its registers.
@Tag("slow")
class KernelStackTest {
    private static final String WIDE = "x86/waiting_registers";
    private static final String NARROW = "i386/x86/waiting_registers";
    private static final long MARKER = 0x11223344;
    private static final int FRAME_BYTES = 56;

    /// A program that waits, and how it ends once it has been meddled with and got a byte.
    private record Run(String output, int status, String seen) {}

    private static Run run(String name, Function<Task, String> meddle) throws Exception {
        var binary = new GuestProgram(name).binary();
        assumeTrue(Files.exists(binary), "not built");
        try (var machine = Machine.builder().build()) {
            var process = machine.process(binary.toString()).start();
            var output = process.getInputStream();
            var ready = new String(output.readNBytes(6), ISO_8859_1);
            assertEquals("ready\n", ready);
            var seen = whenAsleep(machine, process, meddle);
            process.getOutputStream().write('x');
            process.getOutputStream().close();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
            var rest = new String(output.readAllBytes(), ISO_8859_1);
            return new Run(rest, process.exitValue(), seen);
        }
    }

    private static String whenAsleep(
            Machine machine, GuestProcess process, Function<Task, String> meddle)
            throws InterruptedException {
        while (true) {
            var seen =
                    machine.inspect(
                            look -> {
                                var task = look.task((int) process.pid());
                                return task == null || task.state().runnable()
                                        ? ""
                                        : meddle.apply(task);
                            });
            if (!seen.isEmpty()) {
                return seen;
            }
            Thread.sleep(5);
        }
    }

    private static String bytes(Task t) {
        KernelStack stack = t.stack();
        long regs = t.regs();
        long top = stack.host(stack.address()) + stack.bytes();
        return String.format(
                "%d below the top, %d in all, call %d, di %d, dx %d, cs %#x, ss %#x, flags and r11 %s, cx and ip %s, magic %#x",
                top - regs,
                stack.bytes(),
                Host.get64(regs + PtRegs.ORIG_AX),
                Host.get64(regs + PtRegs.DI),
                Host.get64(regs + PtRegs.DX),
                Host.get64(regs + PtRegs.CS),
                Host.get64(regs + PtRegs.SS),
                Host.get64(regs + PtRegs.FLAGS) == Host.get64(regs + PtRegs.R11),
                Host.get64(regs + PtRegs.IP) == Host.get64(regs + PtRegs.CX),
                stack.peek(0));
    }

    @ParameterizedTest
    @ValueSource(strings = WIDE)
    void aSystemCallLeavesRegistersInTheirLayout(String name) throws Exception {
        var seen =
                run(
                                name,
                                t ->
                                        bytes(t)
                                                + String.format(
                                                        ", r12 %#x",
                                                        Host.get64(t.regs() + PtRegs.R12)))
                        .seen;
        assertEquals(
                "168 below the top, 16384 in all, call 0, di 0, dx 4, cs 0x33, ss 0x2b, flags and r11"
                        + " true, cx and ip true, magic 0x57ac6e9d, r12 0x11223344",
                seen);
    }

    @ParameterizedTest
    @ValueSource(strings = NARROW)
    void anInterruptOf32BitsLeavesThemToo(String name) throws Exception {
        var seen =
                run(
                                name,
                                t ->
                                        String.format(
                                                "call %d, bx %d, dx %d, bp %#x, cs %#x, ss %#x",
                                                Host.get64(t.regs() + PtRegs.ORIG_AX),
                                                Host.get64(t.regs() + PtRegs.BX),
                                                Host.get64(t.regs() + PtRegs.DX),
                                                Host.get64(t.regs() + PtRegs.BP),
                                                Host.get64(t.regs() + PtRegs.CS),
                                                Host.get64(t.regs() + PtRegs.SS)))
                        .seen;
        assertEquals("call 3, bx 0, dx 4, bp 0x11223344, cs 0x23, ss 0x2b", seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIDE, NARROW})
    void itResumesWhereTheSavedIpSays(String name) throws Exception {
        int target = name.equals(WIDE) ? PtRegs.R13 : PtRegs.SI;
        var run =
                run(
                        name,
                        t -> {
                            Host.put64(t.regs() + PtRegs.IP, Host.get64(t.regs() + target));
                            return "done";
                        });
        assertEquals("elsewhere\n", run.output);
        assertEquals(7, run.status);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIDE, NARROW})
    void itResumesWithTheSavedRegisters(String name) throws Exception {
        int where = name.equals(WIDE) ? PtRegs.R12 : PtRegs.BP;
        var run =
                run(
                        name,
                        t -> {
                            Host.put64(t.regs() + where, Host.get64(t.regs() + where) + 1);
                            return "done";
                        });
        assertEquals("read 1, marker 0x" + Long.toHexString(MARKER + 1) + "\n", run.output);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIDE, NARROW})
    void threadSpDecidesWhatResumes(String name) throws Exception {
        var run =
                run(
                        name,
                        t -> {
                            KernelStack stack = t.stack();
                            long frame = t.thread().sp;
                            long moved = frame - 256;
                            for (int i = 0; i < FRAME_BYTES; i += 8) {
                                Host.put64(
                                        stack.host(moved + i), Host.get64(stack.host(frame + i)));
                                Host.put64(stack.host(frame + i), 0);
                            }
                            t.thread().sp = moved;
                            return "done";
                        });
        assertTrue(run.output.startsWith("read 1, marker"), run.output);
        assertEquals(0, run.status);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIDE, NARROW})
    void aWildThreadSpKillsTheTaskAlone(String name) throws Exception {
        var run =
                run(
                        name,
                        t -> {
                            t.thread().sp = t.stack().address() + t.stack().bytes();
                            return "done";
                        });
        assertEquals("", run.output);
        assertEquals(128 + 11, run.status);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIDE, NARROW})
    void aLostEndMagicIsAPanic(String name) throws Exception {
        var failure =
                assertThrows(
                        MachineFailure.class,
                        () ->
                                run(
                                        name,
                                        t -> {
                                            KernelStack stack = t.stack();
                                            Host.put64(stack.host(stack.address()), 0);
                                            return "done";
                                        }));
        var text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        assertTrue(text.toString().contains("corrupted stack end"), text.toString());
    }
}
