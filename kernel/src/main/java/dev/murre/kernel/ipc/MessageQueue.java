package dev.murre.kernel.ipc;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A System V message queue, msgget(2).
public final class MessageQueue extends IpcObject {
    public static final int MAX_MESSAGE = 8192;
    public static final int DEFAULT_BYTES = 16384;

    /// Take the first message of another type.
    public static final int MSG_EXCEPT = 020000;

    /// Read the message at an index and leave it there.
    public static final int MSG_COPY = 040000;

    public record Message(long type, byte[] text) {}

    private final IpcNamespace namespace;
    private final List<Message> messages = new ArrayList<>();
    private final WaitQueue readers = new WaitQueue("msgrcv");
    private final WaitQueue writers = new WaitQueue("msgsnd");
    private long bytes;
    private long maximumBytes = DEFAULT_BYTES;
    private int lastSender;
    private int lastReceiver;
    private long sendSeconds;
    private long receiveSeconds;
    private long changeSeconds;

    public MessageQueue(IpcNamespace namespace, int key, Credentials creator, int mode) {
        super(key, creator, mode);
        this.namespace = namespace;
        changeSeconds = namespace.nowSeconds();
    }

    public WaitQueue readers() {
        return readers;
    }

    public WaitQueue writers() {
        return writers;
    }

    public long bytes() {
        return bytes;
    }

    public int messageCount() {
        return messages.size();
    }

    public long maximumBytes() {
        return maximumBytes;
    }

    public void setMaximumBytes(long value) {
        maximumBytes = value;
        changeSeconds = namespace.nowSeconds();
        writers.wakeAll();
    }

    public int lastSender() {
        return lastSender;
    }

    public int lastReceiver() {
        return lastReceiver;
    }

    public long sendSeconds() {
        return sendSeconds;
    }

    public long receiveSeconds() {
        return receiveSeconds;
    }

    public long changeSeconds() {
        return changeSeconds;
    }

    /// Adds a message.
    ///
    /// @return 0, or `-EAGAIN` when there is no room
    public int send(Message message, int pid) {
        int length = message.text.length;
        if (bytes + length > maximumBytes || messages.size() + 1L > maximumBytes) {
            return -Errno.EAGAIN.number;
        }
        messages.add(message);
        bytes += length;
        lastSender = pid;
        sendSeconds = namespace.nowSeconds();
        readers.wakeAll();
        return 0;
    }

    /// The message a receive for `type` would get, or null: the first of all for 0, of that type
    /// above 0, and
    /// of the lowest type up to the magnitude below 0; msgrcv(2).
    public @Nullable Message find(long type, int flags) {
        if ((flags & MSG_COPY) != 0) {
            return type >= 0 && type < messages.size() ? messages.get((int) type) : null;
        }
        Message best = null;
        for (Message message : messages) {
            boolean fits;
            if (type == 0) {
                fits = true;
            } else if (type > 0) {
                fits = (message.type == type) == ((flags & MSG_EXCEPT) == 0);
            } else {
                fits = message.type <= -type && (best == null || message.type < best.type);
            }
            if (fits) {
                best = message;
                if (type >= 0) {
                    break;
                }
            }
        }
        return best;
    }

    public void take(Message message, int pid) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) == message) {
                messages.remove(i);
                break;
            }
        }
        bytes -= message.text.length;
        lastReceiver = pid;
        receiveSeconds = namespace.nowSeconds();
        writers.wakeAll();
    }

    @Override
    void remove() {
        super.remove();
        readers.wakeAll();
        writers.wakeAll();
    }
}
