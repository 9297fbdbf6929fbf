package dev.murre.kernel.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;

/// The kernel's last messages, as syslog(2) and `/dev/kmsg` show them. Passes them on, too.
public final class MessageRing implements KernelLog {
    /// What SYSLOG_ACTION_SIZE_BUFFER tells: CONFIG_LOG_BUF_SHIFT 17.
    public static final int BYTES = 1 << 17;

    public static final int NOTICE = 5;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFO = 6;

    /// A message.
    ///
    /// @param priority facility × 8 + level, syslog(3)
    /// @param nanos when, on the monotonic clock
    public record Entry(long number, int priority, long nanos, String text) {
        private static final long NANOS = 1_000_000_000L;

        /// As syslog(2) has it, with the time before it.
        public byte[] line() {
            String line =
                    "<%d>[%5d.%06d] %s\n"
                            .formatted(priority, nanos / NANOS, nanos % NANOS / 1000, text);
            return line.getBytes(StandardCharsets.ISO_8859_1);
        }

        /// As `/dev/kmsg` has it.
        public byte[] record() {
            String line = "%d,%d,%d,-;%s\n".formatted(priority, number, nanos / 1000, text);
            return line.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final Clocks clocks;
    private final KernelLog next;
    private final WaitQueue waitQueue = new WaitQueue("do_syslog");
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int bytes;
    private long nextNumber;

    /// The first message that SYSLOG_ACTION_CLEAR left, and the first that ACTION_READ has not
    /// taken.
    private long clearedTo;

    private long readTo;

    public MessageRing(Clocks clocks, KernelLog next) {
        this.clocks = clocks;
        this.next = next;
    }

    /// Woken by every message.
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    /// Adds a message that nobody outside the machine has to know.
    public void add(int priority, String text) {
        var entry = new Entry(nextNumber++, priority, clocks.monotonicNanos(), text);
        entries.add(entry);
        bytes += size(entry);
        while (bytes > BYTES) {
            bytes -= size(entries.remove());
        }
        waitQueue.wakeAll();
    }

    private static int size(Entry entry) {
        return entry.text.length() + 32;
    }

    @Override
    public void info(String message) {
        add(INFO, message);
        next.info(message);
    }

    @Override
    public void warn(String message) {
        add(WARNING, message);
        next.warn(message);
    }

    @Override
    public void bug(String message, Throwable cause) {
        add(ERROR, message);
        next.bug(message, cause);
    }

    /// All that are kept, oldest first.
    public Iterable<Entry> entries() {
        return entries;
    }

    /// The number that the next message will have.
    public long nextNumber() {
        return nextNumber;
    }

    /// The number of the oldest message; that of the next one if there is none.
    public long firstNumber() {
        Entry first = entries.peek();
        return first == null ? nextNumber : first.number;
    }

    /// The newest messages that fit, SYSLOG_ACTION_READ_ALL.
    public byte[] last(int limit) {
        int total = 0;
        long from = nextNumber;
        Iterator<Entry> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            total += entry.line().length;
            if (total > limit || entry.number < clearedTo) {
                break;
            }
            from = entry.number;
        }
        return lines(from, limit);
    }

    private byte[] lines(long from, int limit) {
        byte[] all = new byte[Math.min(limit, 2 * BYTES)];
        int used = 0;
        for (Entry entry : entries) {
            byte[] line = entry.number < from ? new byte[0] : entry.line();
            if (used + line.length > all.length) {
                break;
            }
            System.arraycopy(line, 0, all, used, line.length);
            used += line.length;
        }
        return java.util.Arrays.copyOf(all, used);
    }

    /// From now on only later messages are shown.
    public void clear() {
        clearedTo = nextNumber;
    }

    /// The bytes that [#take] has not yet given.
    public int unread() {
        return lines(readTo, Integer.MAX_VALUE).length;
    }

    /// Takes the oldest messages that fit and were not taken yet, SYSLOG_ACTION_READ.
    public byte[] take(int limit) {
        byte[] taken = lines(readTo, limit);
        for (byte b : taken) {
            readTo = Math.max(readTo, firstNumber());
            if (b == '\n') {
                readTo++;
            }
        }
        return taken;
    }
}
