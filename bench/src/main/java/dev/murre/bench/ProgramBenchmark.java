package dev.murre.bench;

import dev.murre.runtime.Engine;
import dev.murre.runtime.Machine;
import dev.murre.runtime.RootFs;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Whole small programs of the built-in root, in a machine that is running and warm: what fork,
/// exec
/// and exit cost. And what a machine costs that is made for one program.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ProgramBenchmark {
    @Param({"INTERPRETER", "COMPILED"})
    private Engine engine = Engine.MIXED;

    private Machine machine = newMachine();

    private Machine newMachine() {
        try {
            return Machine.builder().root(new RootFs.BuiltIn()).engine(engine).build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup(Level.Trial)
    public void start() {
        machine.close();
        machine = newMachine();
    }

    @TearDown(Level.Trial)
    public void stop() {
        machine.close();
    }

    /// A program that does nothing.
    @Benchmark
    public int startProgram() throws IOException, InterruptedException {
        return run(machine, "/bin/true");
    }

    /// A shell that makes a pipeline of two programs.
    @Benchmark
    public int shellPipeline() throws IOException, InterruptedException {
        return run(machine, "/bin/sh", "-c", "echo hello | cat");
    }

    /// A machine of its own for a program that does nothing.
    @Benchmark
    public int startMachine() throws IOException, InterruptedException {
        try (var fresh = newMachine()) {
            return run(fresh, "/bin/true");
        }
    }

    private static int run(Machine in, String... command) throws IOException, InterruptedException {
        var process = in.process(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
