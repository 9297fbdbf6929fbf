package dev.murre.kernel.tty;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.tty.TtyIoctls.*;

import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.pipe.ByteRing;
import org.jspecify.annotations.Nullable;

/// What lies between the two ends of a pseudo-terminal, pty(7).
final class PtyPair implements TtyDevice {
    /// How much the slave may write before the master reads, and the other way round.
    private static final int CAPACITY = 8192;

    private final int index;
    private final Tty slave;
    private final ByteRing toMaster = new ByteRing(CAPACITY);
    private final ByteRing toSlave = new ByteRing(CAPACITY);
    private final WaitQueue masterQueue = new WaitQueue("ptm");
    private final byte[] chunk = new byte[CAPACITY];

    private @Nullable Inode node;
    boolean locked = true;
    boolean packetMode;

    /// `TIOCPKT_*` bits the master has not read yet.
    private int status;

    private boolean slaveWasOpen;
    private boolean slaveOpen;
    private boolean masterOpen = true;
    private boolean feeding;

    PtyPair(PtyRegistry registry, int index) {
        this.index = index;
        slave =
                new Tty(
                        registry.kernel(),
                        "pts/" + index,
                        PtyRegistry.slaveDeviceNumber(index),
                        this);
        slave.termios().controlFlags &= ~TermBits.HUPCL;
    }

    /// The slave's node in `/dev/pts`.
    Inode node() {
        Inode n = node;
        if (n == null) {
            throw new IllegalStateException("no node");
        }
        return n;
    }

    void setNode(Inode newNode) {
        node = newNode;
    }

    int index() {
        return index;
    }

    Tty slave() {
        return slave;
    }

    ByteRing toMaster() {
        return toMaster;
    }

    WaitQueue masterQueue() {
        return masterQueue;
    }

    boolean isMasterOpen() {
        return masterOpen;
    }

    /// Whether the slave has been closed by all who had it open.
    boolean isSlaveGone() {
        return slaveWasOpen && !slaveOpen;
    }

    boolean isSlaveOpen() {
        return slaveOpen;
    }

    int takeStatus() {
        int taken = status;
        status = 0;
        return taken;
    }

    boolean hasStatus() {
        return packetMode && status != 0;
    }

    // From the slave.

    @Override
    public int room() {
        return masterOpen ? toMaster.room() : CAPACITY;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (masterOpen) {
            toMaster.put(bytes, offset, length);
            masterQueue.wakeAll(POLLIN | POLLRDNORM);
        }
    }

    @Override
    public int pending() {
        return toMaster.size();
    }

    @Override
    public void discard() {
        toMaster.clear();
    }

    @Override
    public void status(int bits) {
        if (packetMode) {
            int opposite =
                    switch (bits) {
                        case TIOCPKT_STOP -> TIOCPKT_START;
                        case TIOCPKT_START -> TIOCPKT_STOP;
                        case TIOCPKT_DOSTOP -> TIOCPKT_NOSTOP;
                        case TIOCPKT_NOSTOP -> TIOCPKT_DOSTOP;
                        default -> 0;
                    };
            status = status & ~opposite | bits;
            masterQueue.wakeAll(POLLPRI | POLLIN | POLLRDNORM);
        }
    }

    @Override
    public void openChanged(int openFiles) {
        slaveOpen = openFiles > 0;
        slaveWasOpen |= slaveOpen;
        masterQueue.wakeAll();
    }

    @Override
    public void inputDrained() {
        feedSlave();
    }

    // From the master.

    /// Room for what the master writes.
    int roomToSlave() {
        return toSlave.room();
    }

    /// Takes what the master writes.
    int writeToSlave(byte[] bytes, int offset, int length) {
        int count = toSlave.put(bytes, offset, length);
        feedSlave();
        return count;
    }

    /// Hands the line discipline as much as it takes now.
    private void feedSlave() {
        if (feeding) {
            return;
        }
        feeding = true;
        boolean wasFull = toSlave.room() == 0;
        for (int room = slave.discipline().receiveRoom();
                room > 0 && !toSlave.isEmpty();
                room = slave.discipline().receiveRoom()) {
            int count = toSlave.take(chunk, 0, Math.min(room, chunk.length));
            slave.discipline().receive(chunk, 0, count);
        }
        feeding = false;
        if (wasFull && toSlave.room() > 0) {
            masterQueue.wakeAll(POLLOUT | POLLWRNORM);
        }
    }

    void flushToSlave() {
        toSlave.clear();
    }

    /// The master has read: the slave may write on.
    void masterRead() {
        slave.outputReady();
    }

    void masterClosed() {
        masterOpen = false;
        toMaster.clear();
        slave.setOtherEndClosed(true);
        slave.hangUp();
    }
}
