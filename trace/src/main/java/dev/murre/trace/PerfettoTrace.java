package dev.murre.trace;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// JSON in the "Trace Event Format" of Chrome, which Perfetto opens: a track for each processor
/// with who ran there; for each task one with its system calls and kernel functions and one with
/// its states; arrows from who forks or wakes to the first run that comes of it.
final class PerfettoTrace extends TraceWriter {
    /// The "process" that holds the processors' tracks; no task has this number.
    private static final int CPUS = 0;

    /// A task's track of states stands under its own number and this.
    private static final int STATES = 10_000_000;

    /// A slice whose end is not known yet.
    private record Slice(String name, long start, JsonObject details) {}

    /// One task as far as it is drawn.
    private static final class Track {
        final int tgid;
        final int tid;
        String comm;
        @Nullable Slice state;
        final ArrayDeque<Integer> arrows = new ArrayDeque<>();
        int open;

        Track(int tgid, int tid, String comm) {
            this.tgid = tgid;
            this.tid = tid;
            this.comm = comm;
        }
    }

    private final Map<Integer, Track> tracks = new TreeMap<>();
    private final Map<Integer, Slice> processors = new HashMap<>();
    private final Set<Integer> named = new HashSet<>();
    private boolean begun;
    private long last;
    private int nextArrow;

    PerfettoTrace(TraceRequest request, Consumer<String> out) {
        super(request, out);
    }

    private void emit(JsonObject event) {
        put(begun ? ",\n" : "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
        begun = true;
        put(event.toString());
    }

    private static JsonObject event(String phase, String name, int pid, int tid) {
        return new JsonObject()
                .with("ph", phase)
                .with("name", name)
                .with("pid", pid)
                .with("tid", tid);
    }

    private Track track(int tid, int tgid, String comm) {
        Track track = tracks.get(tid);
        if (track == null) {
            track = new Track(tgid, tid, comm);
            tracks.put(tid, track);
            name(track);
        } else if (!track.comm.equals(comm)) {
            track.comm = comm;
            name(track);
        }
        return track;
    }

    private Track actor(TraceEvent event) {
        Moment at = event.at();
        return track(at.tid(), at.tgid(), at.comm());
    }

    private void name(Track track) {
        if (track.tid == 0) {
            return;
        }
        if (track.tid == track.tgid) {
            emit(metadata("process_name", track.tgid, track.tid, track.comm));
        }
        emit(metadata("thread_name", track.tgid, track.tid, track.comm));
        emit(metadata("thread_name", track.tgid, track.tid + STATES, track.comm + " states"));
    }

    private static JsonObject metadata(String what, int pid, int tid, String value) {
        return event("M", what, pid, tid).with("args", new JsonObject().with("name", value));
    }

    @Override
    void write(TraceEvent event) {
        last = since(event.nanos());
        Track by = actor(event);
        switch (event) {
            case TraceEvent.SyscallEnter call -> begin(by, call.callName(), details(event));
            case TraceEvent.SyscallExit ignored -> end(by, details(event));
            case TraceEvent.FunctionEnter f -> begin(by, f.function().text(), details(event));
            case TraceEvent.FunctionReturn ignored -> end(by, new JsonObject());
            case TraceEvent.Switch change -> switched(change);
            case TraceEvent.Wake wake -> woken(by, wake);
            case TraceEvent.Fork fork -> {
                instant(by, event);
                Track child = track(fork.childTid(), fork.childTgid(), fork.childComm());
                arrow(by, child, "fork");
                if (child.state == null) {
                    child.state = new Slice("Runnable", last, new JsonObject());
                }
            }
            default -> instant(by, event);
        }
    }

    private static JsonObject details(TraceEvent event) {
        JsonObject details = new JsonObject();
        event.fields(details);
        return details;
    }

    private void begin(Track track, String name, JsonObject details) {
        track.open++;
        emit(event("B", name, track.tgid, track.tid).micros("ts", last).with("args", details));
    }

    private void end(Track track, JsonObject details) {
        if (track.open > 0) {
            track.open--;
            emit(event("E", "", track.tgid, track.tid).micros("ts", last).with("args", details));
        }
    }

    private void instant(Track track, TraceEvent event) {
        emit(
                event("i", event.name(), track.tgid, track.tid)
                        .micros("ts", last)
                        .with("s", "t")
                        .with("cat", event.group())
                        .with("args", details(event)));
    }

    /// An arrow begins in a running task and will end where the other one first runs.
    private void arrow(Track from, Track to, String what) {
        if (from.tid == 0) {
            return;
        }
        int id = ++nextArrow;
        to.arrows.add(id);
        emit(flow("s", from, id, what));
    }

    private JsonObject flow(String phase, Track track, int id, String what) {
        return event(phase, what, track.tgid, track.tid + STATES)
                .micros("ts", last)
                .with("cat", "flow")
                .with("id", id);
    }

    private void woken(Track by, TraceEvent.Wake wake) {
        instant(by, wake);
        if (wake.kind() == TraceEvent.Wake.Kind.WAKEUP) {
            Track who = tracks.get(wake.who().pid());
            if (who != null) {
                arrow(by, who, "wake-up");
                state(who, "Runnable");
            }
        }
    }

    private void state(Track track, @Nullable String name) {
        Slice before = track.state;
        if (before != null && track.tid != 0 && last > before.start) {
            slice(before, track.tgid, track.tid + STATES);
        }
        track.state = name == null ? null : new Slice(name, last, new JsonObject());
    }

    private void slice(Slice slice, int pid, int tid) {
        emit(
                event("X", slice.name, pid, tid)
                        .micros("ts", slice.start)
                        .micros("dur", last - slice.start)
                        .with("args", slice.details));
    }

    private void switched(TraceEvent.Switch event) {
        int cpu = event.at().cpu();
        Slice ran = processors.remove(cpu);
        if (ran != null) {
            slice(ran, CPUS, cpu);
        }
        Track from = tracks.get(event.previous().pid());
        boolean ended = event.state() == 'Z' || event.state() == 'X';
        if (from != null) {
            state(from, ended ? null : stateName(event.state()));
            while (ended && from.open > 0) {
                end(from, new JsonObject());
            }
        }
        int next = event.next().pid();
        if (next == 0) {
            return;
        }
        Track to = tracks.get(next);
        if (to == null) {
            to = track(next, next, event.next().comm());
        }
        state(to, "Running");
        for (Integer id = to.arrows.poll(); id != null; id = to.arrows.poll()) {
            emit(flow("f", to, id, "arrives").with("bp", "e"));
        }
        if (named.add(cpu)) {
            emit(metadata("process_name", CPUS, CPUS, "CPUs"));
            emit(metadata("thread_name", CPUS, cpu, "CPU " + cpu));
        }
        JsonObject details = new JsonObject();
        details.number("pid", next);
        details.number("prio", event.next().prio());
        processors.put(cpu, new Slice(event.next().comm() + "-" + next, last, details));
    }

    private static String stateName(char letter) {
        return switch (letter) {
            case 'R' -> "Runnable";
            case 'S' -> "Sleeping";
            case 'D' -> "Uninterruptible";
            case 'T' -> "Stopped";
            case 't' -> "Traced";
            case 'I' -> "Idle";
            default -> "State " + letter;
        };
    }

    @Override
    public void finish() {
        processors.forEach((cpu, slice) -> slice(slice, CPUS, cpu));
        for (Track track : tracks.values()) {
            state(track, null);
            while (track.open > 0) {
                end(track, new JsonObject());
            }
        }
        put(begun ? "\n]}\n" : "{\"traceEvents\":[]}\n");
    }
}
