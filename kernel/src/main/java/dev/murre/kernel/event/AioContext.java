package dev.murre.kernel.event;

import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.WaitEntry;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.mm.AnonymousShared;
import dev.murre.kernel.mm.Mm;
import dev.murre.machine.memory.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A context of io_setup(2): a ring of events in the program's memory, which it may read there
/// itself, and the requests that are not done yet. Linux: fs/aio.c, kioctx.
public final class AioContext implements Mm.Attachment {
    public static final int EVENT_BYTES = 32;

    // struct aio_ring.
    private static final int HEADER = 32;
    private static final int COUNT = 4;
    private static final int HEAD = 8;
    private static final int TAIL = 12;
    private static final int MAGIC = 0xa10a10a1;

    private static final int PAGE = 4096;

    private final AnonymousShared memory;
    private final long ring;
    private final int slots;
    private final int requested;
    private final WaitQueue waitQueue = new WaitQueue("read_events");
    private final List<Poll> polls = new ArrayList<>();
    private boolean ended;

    /// Where the next event goes. The program can write into the ring's header, so that what stands
    /// there is believed only where it decides what the program itself gets to see.
    private int next;

    /// @param memory what the ring is in, of [#ringBytes] bytes; held once more
    public AioContext(AnonymousShared memory, int requested) {
        this.memory = memory;
        this.requested = requested;
        memory.share();
        slots = (int) ((memory.size() - HEADER) / EVENT_BYTES);
        ring = Objects.requireNonNull(memory.sharedArea()).address();
        Host.put32(ring + COUNT, slots);
        Host.put32(ring + 16, MAGIC);
        Host.put32(ring + 20, 1);
        Host.put32(ring + 28, HEADER);
    }

    /// How much memory a ring for so many requests takes: twice as many, and two.
    public static long ringBytes(int requests, int cpus) {
        long events = 2L * Math.max(requests, cpus * 4) + 2;
        return HEADER + events * EVENT_BYTES + PAGE - 1 & -PAGE;
    }

    public int requested() {
        return requested;
    }

    /// Woken by every event.
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    private int head() {
        return Integer.remainderUnsigned(Host.get32(ring + HEAD), slots);
    }

    private int tail() {
        return Integer.remainderUnsigned(Host.get32(ring + TAIL), slots);
    }

    /// How many events wait to be read; none when there is no ring any more.
    public int ready() {
        return ended ? 0 : Math.floorMod(tail() - head(), slots);
    }

    /// Whether one more request can be taken: there must be room for its event.
    public boolean hasRoom() {
        return ready() + polls.size() < slots - 1;
    }

    /// A request is done.
    ///
    /// @param request where the program has it
    public void complete(Request request, long result) {
        long at = ring + HEADER + (long) next * EVENT_BYTES;
        Host.put64(at, request.data);
        Host.put64(at + 8, request.address);
        Host.put64(at + 16, result);
        Host.put64(at + 24, 0);
        next = (next + 1) % slots;
        Host.put32(ring + TAIL, next);
        EventFd notified = request.notified;
        if (notified != null) {
            notified.signal();
            notified.put();
        }
        waitQueue.wakeAll();
    }

    /// Takes the oldest event out.
    public byte[] take() {
        byte[] event = new byte[EVENT_BYTES];
        int head = head();
        Host.copyOut(ring + HEADER + (long) head * EVENT_BYTES, event, 0, EVENT_BYTES);
        Host.put32(ring + HEAD, (head + 1) % slots);
        return event;
    }

    /// What was asked for.
    ///
    /// @param address where the program has its `struct iocb`
    /// @param data what the event is to tell
    /// @param notified an eventfd that is told, held by the request
    public record Request(long address, long data, @Nullable EventFd notified) {}

    /// IOCB_CMD_POLL: an event comes when the file is ready.
    public void poll(Request request, OpenFile file, int events) {
        int wanted = events | PollEvents.POLLERR | PollEvents.POLLHUP;
        int ready = file.poll() & wanted;
        WaitQueue queue = file.waitQueue();
        if (ready != 0 || queue == null) {
            complete(request, ready);
            return;
        }
        var poll = new Poll(request, file, wanted);
        file.share();
        polls.add(poll);
        queue.add(poll, wanted);
    }

    /// Ends a poll request early, io_cancel(2); false if there is none.
    public boolean cancel(long request) {
        for (Poll poll : polls) {
            if (poll.request.address == request) {
                poll.finish(0);
                return true;
            }
        }
        return false;
    }

    private final class Poll extends WaitEntry {
        private final Request request;
        private final OpenFile file;
        private final int wanted;

        Poll(Request request, OpenFile file, int wanted) {
            this.request = request;
            this.file = file;
            this.wanted = wanted;
        }

        @Override
        protected boolean onWake(int key) {
            int ready = (key != 0 ? key : file.poll()) & wanted;
            if (ready != 0) {
                finish(ready);
            }
            return ready != 0;
        }

        void finish(int result) {
            leave();
            polls.remove(this);
            if (!ended) {
                complete(request, result);
            }
            file.put();
        }
    }

    /// io_destroy(2), or the end of the address space.
    @Override
    public void end() {
        ended = true;
        for (Poll poll : List.copyOf(polls)) {
            poll.finish(0);
        }
        waitQueue.wakeAll();
        memory.put();
    }

    /// Whether it is destroyed: whoever waits for events gives up.
    public boolean ended() {
        return ended;
    }
}
