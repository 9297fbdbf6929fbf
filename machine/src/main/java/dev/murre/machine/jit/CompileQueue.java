package dev.murre.machine.jit;

import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Helpers;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Compiles hot blocks on a thread of its own. One per instruction set and mode of a machine.
public final class CompileQueue implements HotCode, AutoCloseable {
    private static final long IDLE_SECONDS = 5;
    private static final int[] COSTS = {Region.MAX_COST, Region.MAX_COST / 2, Region.MAX_COST / 5};

    /// When a hot block gets compiled.
    public enum Timing {
        /// Soon, on another thread.
        BACKGROUND,
        /// At once, on the thread that found it hot: for tests that must not depend on time.
        AT_ONCE
    }

    private final LinkedBlockingQueue<Block> queue = new LinkedBlockingQueue<>();
    private final CompileOptions options;
    private final Timing timing;
    private @Nullable Thread worker;
    private boolean closed;

    /// @param helpers the instruction set's helper operations
    /// @param addressMask see {@link dev.murre.machine.cpu.Cpu#addressMask}
    public CompileQueue(Helpers helpers, long addressMask, Timing timing) {
        this(helpers, addressMask, timing, MemoryOrder.ALONE);
    }

    /// @param order what the compiled code promises to other processors
    public CompileQueue(Helpers helpers, long addressMask, Timing timing, MemoryOrder order) {
        options = new CompileOptions(helpers, addressMask, order);
        this.timing = timing;
    }

    /// Has `block` compiled; from then on it can be entered.
    @Override
    public void hot(Block block) {
        if (timing == Timing.AT_ONCE) {
            compileOrReport(block);
            return;
        }
        queue.add(block);
        startWorker();
    }

    private synchronized void startWorker() {
        if (worker == null && !closed) {
            worker = Thread.ofPlatform().daemon().name("murre-jit").start(this::work);
        }
    }

    private void work() {
        try {
            while (true) {
                Block block = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                if (block == null) {
                    synchronized (this) {
                        if (queue.isEmpty() || closed) {
                            worker = null;
                            return;
                        }
                    }
                } else if (!block.isCompiled() && block.heat >= block.hotAt) {
                    compileOrReport(block);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compileOrReport(Block block) {
        try {
            compile(block, options);
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
    private static void compile(Block block, CompileOptions options) {
        for (int cost : COSTS) {
            if (RegionCompiler.compile(block, cost, options)) {
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
    }
}
