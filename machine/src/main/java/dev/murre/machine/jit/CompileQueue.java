package dev.murre.machine.jit;

import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Helpers;
import org.jspecify.annotations.Nullable;

/// Compiles hot blocks on a thread of its own. One per instruction set and mode of a machine.
public final class CompileQueue implements HotCode, AutoCloseable {
    private static final long IDLE_MILLIS = 5000;
    private static final int[] COSTS = {Region.MAX_COST, Region.MAX_COST / 2, Region.MAX_COST / 5};

    /// When a hot block gets compiled.
    public enum Timing {
        /// Soon, on another thread.
        BACKGROUND,
        /// At once, on the thread that found it hot: for tests that must not depend on time.
        AT_ONCE
    }

    private final Hottest<Block> waiting = new Hottest<>(block -> block.heat);
    private final CompileOptions options;
    private final Timing timing;
    private final @Nullable Improver improver;
    private @Nullable Thread worker;
    private boolean closed;

    /// @param helpers the instruction set's helper operations
    /// @param addressMask see {@link dev.murre.machine.cpu.Cpu#addressMask}
    public CompileQueue(Helpers helpers, long addressMask, Timing timing) {
        this(helpers, addressMask, timing, MemoryOrder.ALONE);
    }

    /// @param order what the compiled code promises to other processors
    public CompileQueue(Helpers helpers, long addressMask, Timing timing, MemoryOrder order) {
        HotSpot hotSpot = timing == Timing.AT_ONCE ? null : HotSpot.commanded();
        options = new CompileOptions(helpers, addressMask, order, hotSpot);
        improver = hotSpot == null ? null : new Improver(hotSpot);
        this.timing = timing;
    }

    /// Has `block` compiled; from then on it can be entered.
    @Override
    public void hot(Block block) {
        if (timing == Timing.AT_ONCE) {
            compileOrReport(block);
            return;
        }
        synchronized (this) {
            waiting.add(block);
            if (worker == null && !closed) {
                worker = Thread.ofPlatform().daemon().name("murre-jit").start(this::work);
            }
            notifyAll();
        }
    }

    private void work() {
        if (improver != null) {
            CompilerThreads.yieldToGuest();
        }
        try {
            for (Block block = hottest(); block != null; block = hottest()) {
                if (!block.isCompiled() && block.heat >= block.hotAt) {
                    compileOrReport(block);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes the waiting block that ran most; null when there has been none for some time.
    private synchronized @Nullable Block hottest() throws InterruptedException {
        long end = System.nanoTime() + IDLE_MILLIS * 1_000_000;
        while (waiting.isEmpty() && !closed && System.nanoTime() - end < 0) {
            wait(IDLE_MILLIS);
        }
        if (waiting.isEmpty() || closed) {
            worker = null;
            return null;
        }
        return waiting.take(Integer.MIN_VALUE);
    }

    private void compileOrReport(Block block) {
        try {
            compile(block, options);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinkageError | IllegalArgumentException e) {
            System.getLogger("dev.murre.jit")
                    .log(
                            System.Logger.Level.WARNING,
                            "a region does not compile; it stays interpreted",
                            e);
        }
    }

    /// Compiles the region at `block` in smaller and smaller cuts until it fits, and makes its
    /// entries known.
    private void compile(Block block, CompileOptions options) throws InterruptedException {
        for (int cost : COSTS) {
            RegionCode code = RegionCompiler.compile(block, cost, options);
            if (code != null) {
                if (improver != null) {
                    improver.add(code);
                }
                return;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.interrupt();
        }
        if (improver != null) {
            improver.close();
        }
    }
}
