package dev.murre.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceWriterTest {
    private static final TraceEvent FORK = new TraceEvent.Fork(moment(1_000), "sh", 4, 4, 0x11);
    private static final TraceEvent SWITCH =
            new TraceEvent.Switch(
                    moment(5_000),
                    new TraceEvent.Subject("sh", 3, 120),
                    'S',
                    new TraceEvent.Subject("sh", 4, 120));

    private static Moment moment(long nanos) {
        return new Moment(nanos, 0, 3, 3, "sh");
    }

    private static String write(String request, List<TraceEvent> events) {
        var out = new StringBuilder();
        var writer = TraceWriter.text(TraceRequest.parse(request), out::append);
        events.forEach(writer::on);
        writer.finish();
        return out.toString().lines().filter(line -> !line.startsWith("#")).toList().toString();
    }

    @Test
    void linesAreAsFtraceHasThem() {
        assertEquals(
                "[               sh-3      [000]      0.000000: sched_process_fork: comm=sh pid=3"
                        + " child_comm=sh child_pid=4 clone_flags=0x11,"
                        + "                sh-3      [000]      0.000004: sched_switch: prev_comm=sh"
                        + " prev_pid=3 prev_prio=120 prev_state=S next_comm=sh next_pid=4"
                        + " next_prio=120]",
                write("process,sched", List.of(FORK, SWITCH)));
    }

    @Test
    void aFunctionThatCallsNoneStandsOnOneLine() {
        var outer = KernelSymbol.COPY_PROCESS;
        var inner = KernelSymbol.COPY_FS;
        var text =
                write(
                        "kernel",
                        List.of(
                                new TraceEvent.FunctionEnter(moment(0), outer, 0x11, 0, null, 0),
                                new TraceEvent.FunctionEnter(moment(1000), inner, 0x11, 0, null, 1),
                                new TraceEvent.FunctionReturn(moment(3500), inner, 1000, 1),
                                new TraceEvent.FunctionReturn(moment(5000), outer, 0, 0)));
        assertTrue(text.contains("|  copy_process(clone_flags=17, stack=0) {"), text);
        assertTrue(text.contains("2.500 us |    copy_fs(clone_flags=17);"), text);
        assertTrue(text.contains("5.000 us |  } /* copy_process */"), text);
    }

    @Test
    void conditionsChoose() {
        assertTrue(TraceRequest.parse("process:pid=4").matches(FORK));
        assertTrue(TraceRequest.parse("process:comm=s*,child_pid>3").matches(FORK));
        assertFalse(TraceRequest.parse("process:pid=5").matches(FORK));
        assertFalse(TraceRequest.parse("process:no_such_field=1").matches(FORK));
        assertTrue(TraceRequest.parse("sched:prev_state!=R").matches(SWITCH));
        assertFalse(TraceRequest.parse("sched:event=sched_wake*").matches(SWITCH));
        assertFalse(TraceRequest.parse("syscall").matches(SWITCH));
    }

    @Test
    void nonsenseIsToldInASentence() {
        var unknown =
                assertThrows(IllegalArgumentException.class, () -> TraceRequest.parse("schedule"));
        assertTrue(unknown.getMessage().startsWith("no events are called 'schedule'"));
        assertThrows(IllegalArgumentException.class, () -> TraceRequest.parse("sched:pid"));
    }
}
