package dev.murre.kernel.signal;

import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskState;
import dev.murre.kernel.task.ThreadGroup;
import dev.murre.kernel.task.WakeReason;

/// Stops and continues whole processes, signal(7), "Stop" and "Cont".
public final class JobControl {
    private JobControl() {}

    /// The current thread takes a stop signal: every thread of the process is to stop.
    static void stopProcess(Task current, Signal signal) {
        ThreadGroup process = current.threadGroup();
        JobState job = process.job();
        if (job.stopping == 0) {
            if (!job.stopped()) {
                job.exitCode = signal.number;
            }
            job.stopSignal = signal.number;
            for (Task thread : process.threads()) {
                if (!thread.exiting() && thread.state() != TaskState.STOPPED) {
                    thread.signals().stopPending = true;
                    job.stopping++;
                    if (thread != current) {
                        thread.signalWake(false);
                    }
                }
            }
        }
        takePart(current);
    }

    /// The current thread stops because its process stops.
    static void takePart(Task current) {
        ThreadGroup process = current.threadGroup();
        JobState job = process.job();
        boolean counted = current.signals().stopPending;
        current.signals().stopPending = false;
        if (current.isTraced()) {
            current.tracing().groupStop(job.stopSignal);
        } else {
            current.stop(TaskState.STOPPED);
        }
        if (counted && job.stopping > 0 && --job.stopping == 0 && !job.stopped()) {
            job.setStopped(job.stopSignal);
            process.notifyParentOfStop(SigCodes.CLD_STOPPED, job.exitCode);
        }
    }

    /// A thread ends while its process is about to stop: it no longer counts.
    public static void leave(Task thread) {
        ThreadGroup process = thread.threadGroup();
        JobState job = process.job();
        if (!thread.signals().stopPending) {
            return;
        }
        thread.signals().stopPending = false;
        if (job.stopping > 0 && --job.stopping == 0 && !job.stopped()) {
            job.setStopped(job.stopSignal);
            process.notifyParentOfStop(SigCodes.CLD_STOPPED, job.exitCode);
        }
    }

    /// SIGCONT was sent: threads go on, and the parent will be told by the first that runs.
    static void continueProcess(ThreadGroup process) {
        JobState job = process.job();
        for (Task thread : process.threads()) {
            thread.signals().stopPending = false;
            if (thread.isTraced() && thread.tracing().seized()) {
                thread.tracing().processContinued();
            } else if (thread.state() == TaskState.STOPPED) {
                thread.resumeStopped(WakeReason.EVENT);
            }
        }
        if (job.stopped()) {
            job.setContinued(SigCodes.CLD_CONTINUED);
        } else if (job.stopping > 0) {
            job.setContinued(SigCodes.CLD_STOPPED);
        }
        job.stopping = 0;
    }
}
