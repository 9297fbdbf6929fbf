package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.MmapFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.event.AioContext;
import dev.murre.kernel.mm.AnonymousShared;
import dev.murre.kernel.mm.Mappings;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// Linux's own asynchronous input and output, io_submit(2), as libaio(3) uses it. Requests are
/// served when they are submitted, as Linux does with files that go through the page cache; only
/// polls wait.
final class AioSyscalls {
    private static final int MOST_REQUESTS = 65536;
    private static final int MOST_IN_MEMORY = 0x10000000 / AioContext.EVENT_BYTES;
    private static final int PROT = MmapFlags.PROT_READ | MmapFlags.PROT_WRITE;

    private AioSyscalls() {}

    static void register(SyscallTable table) {
        table.on(Sysno.IO_SETUP, (t, n, at, c, d, e, f) -> setup(t, n, at));
        table.on(Sysno.IO_DESTROY, (t, id, b, c, d, e, f) -> destroy(t, id));
        table.on(Sysno.IO_SUBMIT, (t, id, n, at, d, e, f) -> submit(t, id, n, at));
        table.on(Sysno.IO_CANCEL, (t, id, request, c, d, e, f) -> cancel(t, id, request));
        TimeArgs.Layout own = TimeArgs.Layout.TIMESPEC;
        TimeArgs.Layout wide = TimeArgs.Layout.TIMESPEC64;
        table.on(
                Sysno.IO_GETEVENTS,
                (t, id, least, most, at, time, f) -> {
                    long deadline = deadline(t, time, own);
                    return events(t, id, signed(t, least), signed(t, most), at, deadline);
                });
        table.on(
                Sysno.IO_PGETEVENTS,
                (t, id, least, most, at, time, mask) ->
                        maskedEvents(t, id, least, most, at, deadline(t, time, own), mask));
        table.on(
                Sysno.IO_PGETEVENTS_TIME64,
                (t, id, least, most, at, time, mask) ->
                        maskedEvents(t, id, least, most, at, deadline(t, time, wide), mask));
    }

    private static long signed(Task t, long value) {
        return t.abi().is64() ? value : (int) value;
    }

    private static AioContext context(Task t, long id) {
        if (t.mm().attachment(id) instanceof AioContext context) {
            return context;
        }
        throw Errno.EINVAL.exception();
    }

    private static long setup(Task t, long count, long at) {
        long number = count & 0xffff_ffffL;
        if (t.memory().getWord(at, t.abi()) != 0 || number == 0 || number > MOST_IN_MEMORY) {
            return Errno.EINVAL.result();
        }
        if (number > MOST_REQUESTS) {
            return Errno.EAGAIN.result();
        }
        long size = AioContext.ringBytes((int) number, t.kernel().scheduler().cpus());
        var memory = new AnonymousShared(t.kernel().memory(), size);
        try {
            int kind = MmapFlags.MAP_SHARED | MmapFlags.MAP_ANONYMOUS;
            int flags = Mappings.vmaFlags(kind, true, Mappings.ShareMode.WRITABLE);
            long id =
                    t.mm().mappings()
                            .map(0, size, PROT, kind, flags, memory, 0, memory, "/[aio] (deleted)");
            var context = new AioContext(memory, (int) number);
            try {
                t.memory().putWord(at, id, t.abi());
            } catch (dev.murre.abi.ErrnoException e) {
                context.end();
                t.mm().mappings().unmap(id, size);
                throw e;
            }
            t.mm().attach(id, context);
            return 0;
        } finally {
            memory.put();
        }
    }

    private static long destroy(Task t, long id) {
        AioContext context = context(t, id);
        t.mm().detach(id);
        long size = AioContext.ringBytes(context.requested(), t.kernel().scheduler().cpus());
        context.end();
        t.mm().mappings().unmap(id, size);
        return 0;
    }

    /// Serves as many requests as it can: their number, or the first one's error.
    private static long submit(Task t, long id, long count, long pointers) {
        long wanted = signed(t, count);
        if (wanted < 0) {
            return Errno.EINVAL.result();
        }
        AioContext context = context(t, id);
        SyscallState state = t.restart();
        int word = t.abi().wordSize;
        while (state.progress < wanted) {
            long result;
            try {
                long request = t.memory().getWord(pointers + state.progress * word, t.abi());
                result = AioRequest.serve(t, context, request);
            } catch (dev.murre.abi.ErrnoException e) {
                result = e.errno.result();
            }
            if (result == SyscallResult.BLOCKED) {
                return result;
            }
            if (result < 0) {
                return state.progress > 0 ? state.progress : result;
            }
            state.progress++;
        }
        return state.progress;
    }

    private static long cancel(Task t, long id, long request) {
        if (t.memory().getInt(request + 8) != 0) {
            return Errno.EINVAL.result();
        }
        boolean found = context(t, id).cancel(request);
        return found ? Errno.EINPROGRESS.result() : Errno.EINVAL.result();
    }

    private static long deadline(Task t, long at, TimeArgs.Layout layout) {
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            state.deadlineNanos = Timers.NEVER;
            if (at != 0) {
                long nanos = TimeArgs.nanos(t, at, layout);
                state.deadlineNanos = TimeArgs.deadline(t, nanos);
            }
        }
        return state.deadlineNanos;
    }

    /// io_pgetevents(2): the mask and its size stand in a structure of their own.
    private static long maskedEvents(
            Task t, long id, long least, long most, long at, long deadline, long mask) {
        if (mask != 0) {
            UserMemory memory = t.memory();
            long set = memory.getWord(mask, t.abi());
            long size = memory.getWord(mask + t.abi().wordSize, t.abi());
            long error = SignalMasks.setTemporary(t, set, size);
            if (error != 0) {
                return error;
            }
        }
        long result = events(t, id, signed(t, least), signed(t, most), at, deadline);
        if (result >= 0 && result != SyscallResult.BLOCKED && t.signalPending()) {
            t.signals().keepTemporaryMask();
        }
        return result;
    }

    private static long events(
            Task t, long id, long least, long most, long at, long deadlineNanos) {
        SyscallState state = t.restart();
        AioContext context =
                state.object instanceof AioContext begun && begun.ended() ? begun : context(t, id);
        if (least < 0 || least > most) {
            return Errno.EINVAL.result();
        }
        while (state.progress < most && context.ready() > 0) {
            // Checked before it is taken: an event that cannot be told stays.
            t.memory().clear(at + state.progress * AioContext.EVENT_BYTES, AioContext.EVENT_BYTES);
            byte[] event = context.take();
            long to = at + state.progress * AioContext.EVENT_BYTES;
            t.memory().copyToUser(to, event, 0, event.length);
            state.progress++;
        }
        if (state.progress >= least || context.ended()) {
            return context.ended() && state.progress == 0 ? Errno.EINVAL.result() : state.progress;
        }
        state.object = context;
        long result = t.waitOn(context.waitQueue(), deadlineNanos);
        if (result == SyscallResult.BLOCKED) {
            return result;
        }
        boolean late = result == Errno.ETIMEDOUT.result() || state.progress > 0;
        return late ? state.progress : Errno.EINTR.result();
    }
}
