package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.conformance.run.Outcome;
import dev.murre.conformance.run.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `murre run --trace` tells is what happened.
@Tag("slow")
class TraceTest {
    private static final int BUSY_HOST_SECONDS = 120;
    private static final String SCRIPT = "(exit 7); /bin/true; sleep 0.01 & wait; kill -s TERM $$";

    @TempDir Path directory;

    private List<String> trace(String events) throws Exception {
        var file = directory.resolve("trace.txt");
        var outcome = run("--trace=" + events, file);
        assertEquals(143, outcome.status(), outcome.errors());
        return Files.readAllLines(file);
    }

    private static Outcome run(String option, Path file) throws Exception {
        return ProgramRun.of("sh", "-c", SCRIPT)
                .seconds(BUSY_HOST_SECONDS)
                .byCommand("-q", "--cpus", "1", option, "-o", file.toString());
    }

    private static long count(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Test
    void everyBirthExecAndEndIsTold() throws Exception {
        var lines = trace("process,signal");
        // Three children; the first shell was made by the kernel itself.
        assertEquals(3, count(lines, ": sched_process_fork: comm=sh "), lines.toString());
        assertEquals(3, count(lines, ": sched_process_exec: "), lines.toString());
        assertEquals(4, count(lines, ": sched_process_exit: "), lines.toString());
        assertEquals(1, count(lines, "status=0x700"), lines.toString());
        assertTrue(count(lines, "signal_generate: sig=17 name=SIGCHLD") >= 3, lines.toString());
        assertEquals(1, count(lines, "signal_deliver: sig=15 name=SIGTERM"), lines.toString());
    }

    @Test
    void birthCallsTheFunctionsInOrder() throws Exception {
        var lines = trace("kernel:comm=sh");
        var order =
                List.of(
                        "_do_fork(",
                        "copy_process(",
                        "dup_task_struct(",
                        "copy_creds(",
                        "copy_files(",
                        "copy_fs(",
                        "copy_sighand(",
                        "copy_signal(",
                        "copy_mm(",
                        "copy_namespaces(",
                        "copy_thread_tls(",
                        "alloc_pid(",
                        "} /* copy_process */",
                        "wake_up_new_task(",
                        "} /* _do_fork */");
        int at = 0;
        for (String name : order) {
            while (at < lines.size() && !lines.get(at).contains(" " + name)) {
                at++;
            }
            assertTrue(at < lines.size(), name + " is missing or in the wrong place");
        }
    }

    @Test
    void aConditionLeavesTheRestOut() throws Exception {
        var lines = trace("sched:event=sched_wakeup_new,comm=sh");
        lines.removeIf(line -> line.startsWith("#"));
        assertTrue(lines.size() >= 3, lines.toString());
        assertEquals(lines.size(), count(lines, ": sched_wakeup_new: "), lines.toString());
    }

    @Test
    void jsonIsWhatPerfettoReads() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")), "no python3 to parse JSON with");
        var file = directory.resolve("trace.json");
        assertEquals(143, run("--trace=all", file).status());
        var check = directory.resolve("check.py");
        Files.writeString(check, CHECK);
        var process =
                new ProcessBuilder("/usr/bin/python3", check.toString(), file.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    /// The rules of the Trace Event Format that Perfetto's importer insists on.
    private static final String CHECK =
            """
            import collections, json, sys
            events = json.load(open(sys.argv[1]))['traceEvents']
            depth = collections.Counter()
            slices = collections.defaultdict(list)
            flows = collections.defaultdict(str)
            for e in events:
                assert e['ph'] in 'BEXiMsf', e
                assert isinstance(e['pid'], int) and isinstance(e['tid'], int), e
                track = (e['pid'], e['tid'])
                if e['ph'] != 'M':
                    assert e['ts'] >= 0, e
                if e['ph'] == 'B':
                    depth[track] += 1
                if e['ph'] == 'E':
                    depth[track] -= 1
                    assert depth[track] >= 0, e
                if e['ph'] == 'X':
                    slices[track].append((e['ts'], e['ts'] + e['dur']))
                if e['ph'] in 'sf':
                    flows[e['id']] += e['ph']
            assert not any(depth.values()), depth
            for track, ranges in slices.items():
                ranges.sort()
                for before, after in zip(ranges, ranges[1:]):
                    assert after[0] > before[1] - 0.01, (track, before, after)
            assert all(f in ('s', 'sf') for f in flows.values()), flows
            assert sum(f == 'sf' for f in flows.values()) >= 3, flows
            names = {e['args']['name'] for e in events if e['name'] == 'thread_name'}
            assert {'CPU 0', 'sh', 'sh states', 'sleep'} <= names, names
            calls = {e['name'] for e in events if e['ph'] == 'B'}
            assert {'execve', 'copy_process', 'context_switch', 'wait4'} <= calls, calls
            """;
}
