package dev.murre.machine.interp;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandlersTest {
    private static final long CODE = 0x1000;

    @Test
    void everyOperationHasAHandlerOrIsOneOfTheRare() {
        Handler[] handlers = Handlers.table();
        try (HostMemory host = new HostMemory()) {
            Cpu cpu = processor(host);
            Block block = Translation.block(cpu, CODE);
            assertAll(
                    IntStream.range(0, Op.COUNT)
                            .filter(opcode -> handlers[opcode] instanceof Others.Other)
                            .mapToObj(
                                    opcode ->
                                            () ->
                                                    assertDoesNotThrow(
                                                            () -> executeRare(cpu, block, opcode),
                                                            Op.name(opcode))));
        }
    }

    private static void executeRare(Cpu cpu, Block block, int opcode) {
        int temp = Slots.TEMP;
        cpu.s[temp] = CODE;
        Rare.execute(cpu, Op.pack(opcode, temp, temp, Slots.ZERO, 0), block, 1);
    }

    private static Cpu processor(HostMemory host) {
        var memory = host.window(HostMemory.SMALL_WINDOW);
        memory.setPerm(CODE >>> 12, Perm.PRESENT | Perm.READ | Perm.WRITE | Perm.EXEC);
        CodeSpace code = new CodeSpace();
        code.add(new CodePage(CODE >>> 12));
        return new Cpu(
                memory,
                code,
                new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                X86Helpers.INSTANCE);
    }
}
