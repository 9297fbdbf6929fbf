package dev.murre.kernel.ipc;

import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.ProcessId;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.WaitQueue;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A POSIX message queue: messages in order of priority, mq_overview(7).
public final class PosixQueue {
    public static final int MAX_PRIORITY = 32768;

    /// What happens when a message comes to an empty queue, mq_notify(3).
    public interface Notification {
        void messageArrived(Subject sender);

        /// Another event ended the registration.
        void removed();

        /// Which process registered it.
        ProcessId owner();
    }

    public record Message(int priority, byte[] text) {}

    private final int maximumMessages;
    private final int messageSize;
    private final int uid;
    private final int gid;
    private final int mode;
    private final Map<Integer, Deque<Message>> byPriority =
            new TreeMap<>(Collections.reverseOrder());
    private final WaitQueue waitQueue = new WaitQueue("mqueue");
    private int count;
    private int bytes;
    private int waitingReaders;
    private @Nullable Notification notification;

    public PosixQueue(int maximumMessages, int messageSize, Credentials creator, int mode) {
        this.maximumMessages = maximumMessages;
        this.messageSize = messageSize;
        this.uid = creator.fsuid();
        this.gid = creator.fsgid();
        this.mode = mode & 0777;
    }

    public int maximumMessages() {
        return maximumMessages;
    }

    public int messageSize() {
        return messageSize;
    }

    public int count() {
        return count;
    }

    public int bytes() {
        return bytes;
    }

    public int uid() {
        return uid;
    }

    public int gid() {
        return gid;
    }

    public int mode() {
        return mode;
    }

    public WaitQueue waitQueue() {
        return waitQueue;
    }

    /// A receiver goes to sleep or wakes up: while one sleeps nobody is notified.
    public void readersWaiting(int change) {
        waitingReaders += change;
    }

    public int poll() {
        int ready = count > 0 ? POLLIN | POLLRDNORM : 0;
        return count < maximumMessages ? ready | POLLOUT | POLLWRNORM : ready;
    }

    /// Adds a message.
    ///
    /// @return 0, or `-EAGAIN` when the queue is full
    public int send(Message message, Subject sender) {
        if (count == maximumMessages) {
            return -Errno.EAGAIN.number;
        }
        byPriority.computeIfAbsent(message.priority, p -> new ArrayDeque<>()).add(message);
        count++;
        bytes += message.text.length;
        waitQueue.wakeAll(POLLIN | POLLRDNORM);
        Notification told = notification;
        if (count == 1 && waitingReaders == 0 && told != null) {
            notification = null;
            told.messageArrived(sender);
        }
        return 0;
    }

    /// Takes the oldest message of the highest priority; null when there is none.
    public @Nullable Message receive() {
        var entries = byPriority.entrySet().iterator();
        if (!entries.hasNext()) {
            return null;
        }
        Deque<Message> first = entries.next().getValue();
        Message message = first.remove();
        if (first.isEmpty()) {
            entries.remove();
        }
        count--;
        bytes -= message.text.length;
        waitQueue.wakeAll(POLLOUT | POLLWRNORM);
        return message;
    }

    /// Registers who is to be notified.
    ///
    /// @return 0, or `-EBUSY`
    public int register(Notification wanted) {
        if (notification != null) {
            return -Errno.EBUSY.number;
        }
        notification = wanted;
        return 0;
    }

    /// Ends the registration of a process, if it has one.
    public void unregister(ProcessId owner) {
        Notification told = notification;
        if (told != null && told.owner() == owner) {
            notification = null;
            told.removed();
        }
    }
}
