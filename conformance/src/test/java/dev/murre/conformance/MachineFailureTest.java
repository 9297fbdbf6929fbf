package dev.murre.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.runtime.Machine;
import dev.murre.runtime.MachineFailure;
import dev.murre.runtime.RootFs;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A machine that fails inside tells everybody who waits for it, and does not hang.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MachineFailureTest {
    private static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class BrokenSink implements TraceSink {
        @Override
        public void on(TraceEvent event) {
            if (event instanceof TraceEvent.Exit) {
                throw new Mistake();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everybodyLearnsOfIt(int cpus) throws Exception {
        try (var machine =
                Machine.builder()
                        .root(new RootFs.BuiltIn())
                        .cpus(cpus)
                        .trace(new BrokenSink())
                        .build()) {
            var process = machine.process("/bin/sh", "-c", "exit 3").start();
            var failure = assertThrows(MachineFailure.class, process::waitFor);
            assertTrue(rootOf(failure) instanceof Mistake, failure.toString());
            assertTrue(failure.tasks().contains("(sh)"), failure.tasks());
            assertThrows(MachineFailure.class, () -> machine.process("/bin/sh", "-c", "").start());
            assertEquals("the machine is off", machine.describeTasks());
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
