package dev.murre.kernel.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.abi.Abi;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import org.junit.jupiter.api.Test;

class SigQueueTest {
    private static final Signal FIRST_REALTIME = Signal.SIGRT_2;

    @Test
    void faultsComeFirstThenTheLowestNumber() {
        SigQueue queue = new SigQueue();
        queue.add(SigInfo.kernel(Signal.SIGHUP));
        queue.add(SigInfo.kernel(Signal.SIGSEGV));
        queue.add(SigInfo.kernel(FIRST_REALTIME));
        assertEquals(Signal.SIGSEGV, queue.next(0));
        assertEquals(Signal.SIGHUP, queue.next(Signal.SIGSEGV.mask()));
        assertNull(queue.next(-1));
    }

    @Test
    void realtimeSignalsKeepTheirOrderAndCount() {
        SigQueue queue = new SigQueue();
        queue.add(SigInfo.queued(FIRST_REALTIME, SigCodes.SI_QUEUE, 1, 0, 10));
        queue.add(SigInfo.queued(FIRST_REALTIME, SigCodes.SI_QUEUE, 1, 0, 11));
        assertEquals(10, queue.take(FIRST_REALTIME).value());
        assertTrue(queue.has(FIRST_REALTIME));
        assertEquals(11, queue.take(FIRST_REALTIME).value());
        assertFalse(queue.has(FIRST_REALTIME));
    }

    @Test
    void informationSurvivesItsLayout() {
        byte[] bytes = new byte[SigInfoLayout.BYTES];
        for (Abi abi : Abi.values()) {
            SigInfo info = SigInfo.queued(Signal.SIGUSR1, SigCodes.SI_QUEUE, 42, 7, 0x12345678);
            SigInfoLayout.write(info, abi, bytes);
            assertEquals(info, SigInfoLayout.read(Signal.SIGUSR1, abi, bytes));
            SigInfo fault = SigInfo.fault(Signal.SIGSEGV, SigCodes.SEGV_MAPERR, 0x1000);
            SigInfoLayout.write(fault, abi, bytes);
            assertEquals(fault, SigInfoLayout.read(Signal.SIGSEGV, abi, bytes));
        }
    }
}
