package dev.murre.machine.jit;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Block;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sees to it that C2 compiles the regions that run most. HotSpot has to have watched a method
/// before C2 makes good code of it: the hottest regions, a few at a time, are compiled by C1 once
/// more, with counters, and HotSpot does the rest when those have counted enough.
final class Improver implements AutoCloseable {
    /// What {@link RegionCode#heat} reaches when C2's work is worth it.
    private static final int WORTHWHILE = 4000;

    /// Code with counters is slow: no more regions than C2 has in hand should run it.
    private static final int AT_A_TIME = 3;

    private static final long LOOK_AGAIN_MILLIS = 10;

    /// A region that has not come to C2 after so long holds the others up no more.
    private static final long PATIENCE_NANOS = 300_000_000;

    private final HotSpot hotSpot;
    /// Does not keep a region whose blocks are gone.
    private final Hottest<WeakReference<RegionCode>> candidates = new Hottest<>(Improver::heat);

    private final List<Watched> watched = new ArrayList<>();
    private @Nullable Thread worker;
    private boolean closed;

    /// A region whose code counts.
    private record Watched(Method method, long until) {}

    Improver(HotSpot hotSpot) {
        this.hotSpot = hotSpot;
    }

    synchronized void add(RegionCode code) {
        candidates.add(new WeakReference<>(code));
        if (worker == null && !closed) {
            worker = Thread.ofPlatform().daemon().name("murre-improver").start(this::work);
        }
    }

    private void work() {
        try {
            hotSpot.compile(interpreter(), HotSpot.C2);
            while (true) {
                RegionCode code = next();
                Method method = RegionCompiler.runMethod(code);
                if (hotSpot.compile(method, HotSpot.C1_COUNTING)) {
                    code.improved();
                    watched.add(new Watched(method, System.nanoTime() + PATIENCE_NANOS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The interpreter's loop, which everything waits for.
    private static Method interpreter() {
        try {
            return Interpreter.class.getDeclaredMethod("execute", Cpu.class, Block.class);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("the interpreter without its loop", e);
        }
    }

    private static int heat(WeakReference<RegionCode> candidate) {
        RegionCode code = candidate.get();
        return code == null ? 0 : code.heat();
    }

    /// Takes the candidate that has run most, as soon as one has run enough and C2 has room for it.
    private synchronized RegionCode next() throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            watched.removeIf(
                    one ->
                            hotSpot.level(one.method()) != HotSpot.C1_COUNTING
                                    || now - one.until() > 0);
            WeakReference<RegionCode> hottest =
                    watched.size() < AT_A_TIME ? candidates.take(WORTHWHILE) : null;
            RegionCode code = hottest == null ? null : hottest.get();
            if (code != null) {
                return code;
            }
            candidates.removeIf(one -> one.refersTo(null));
            wait(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.interrupt();
        }
    }
}
