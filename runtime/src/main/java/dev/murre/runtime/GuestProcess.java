package dev.murre.runtime;

import dev.murre.abi.Signal;
import dev.murre.kernel.base.KernelServices;
import dev.murre.runtime.host.GuestInput;
import dev.murre.runtime.host.GuestOutput;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process in a machine, as a [Process] of Java.
///
/// Exit values are a shell's: the status, or 128 + n when signal n ended it.
public final class GuestProcess extends Process {
    private final Machine machine;
    private final GuestInput input;
    private final GuestOutput output;
    private final GuestOutput errors;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile int pid;

    GuestProcess(Machine machine, KernelServices kernel) {
        this.machine = machine;
        this.input = new GuestInput(kernel);
        this.output = new GuestOutput(kernel);
        this.errors = new GuestOutput(kernel);
    }

    void setPid(int number) {
        pid = number;
    }

    /// Completed with a status as wait(2) has it.
    CompletableFuture<Integer> exit() {
        return exit;
    }

    /// What its standard input reads, for those who feed it on demand.
    public GuestInput input() {
        return input;
    }

    GuestOutput output() {
        return output;
    }

    GuestOutput errors() {
        return errors;
    }

    @Override
    public OutputStream getOutputStream() {
        return input.asOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return output.asInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return errors.asInputStream();
    }

    /// Its id in the machine's first pid namespace.
    @Override
    public long pid() {
        return pid;
    }

    /// @throws MachineFailure if the machine failed
    /// @throws IllegalStateException if it was switched off
    @Override
    public int waitFor() throws InterruptedException {
        try {
            return shellStatus(exit.get());
        } catch (ExecutionException e) {
            throw Machine.ended(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            exit.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw Machine.ended(e);
        }
    }

    @Override
    public int exitValue() {
        if (!exit.isDone()) {
            throw new IllegalThreadStateException("process has not exited");
        }
        return shellStatus(exit.join());
    }

    private static int shellStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? status >> 8 & 0xff : 128 + signal;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit.thenApply(status -> this);
    }

    /// Ends both output streams after what has been written so far, whoever still holds their other
    /// ends: for when the machine is off.
    public void finishOutput() {
        output.finish();
        errors.finish();
    }

    /// Sends it a signal.
    public void signal(Signal signal) {
        machine.kill(pid, signal);
    }

    /// Sends its whole process group a signal, as a terminal does.
    public void signalGroup(Signal signal) {
        machine.killGroup(pid, signal);
    }

    /// Asks it to end, by SIGTERM.
    @Override
    public void destroy() {
        signal(Signal.SIGTERM);
    }

    /// Ends it, by SIGKILL.
    @Override
    public Process destroyForcibly() {
        signal(Signal.SIGKILL);
        return this;
    }
}
