package dev.murre.kernel.fs.devfs;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.MessageRing;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.mm.PageSource;
import dev.murre.machine.memory.SharedArea;
import org.jspecify.annotations.Nullable;

/// The character devices of major 1: null(4), full(4), random(4).
public final class MemoryDevices {
    static final int NULL = 3;
    static final int ZERO = 5;
    static final int FULL = 7;
    static final int RANDOM = 8;
    static final int URANDOM = 9;
    static final int MESSAGES = 11;

    private static final int MAJOR = 1;

    private MemoryDevices() {}

    /// Puts the drivers behind their numbers.
    public static void register(Vfs vfs, MessageRing messages) {
        Devices devices = vfs.devices();
        devices.registerCharacter(MAJOR, NULL, 1, "mem", (who, node, flags) -> new Null(node));
        devices.registerCharacter(MAJOR, ZERO, 1, "mem", (who, node, flags) -> new Zero(node));
        devices.registerCharacter(MAJOR, FULL, 1, "mem", (who, node, flags) -> new Full(node));
        devices.registerCharacter(MAJOR, RANDOM, 2, "mem", (who, node, flags) -> new Random(node));
        devices.registerCharacter(
                MAJOR, MESSAGES, 1, "mem", (who, node, flags) -> new MessageDevice(node, messages));
    }

    /// What the devices have in common: any position is position 0.
    private abstract static class Memory extends OpenFile {
        Memory(Inode node) {
            super(node);
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public long seek(FsSubject who, long offset, int whence) {
            return 0;
        }

        @Override
        public long write(FsSubject who, IoBuf from, long at) {
            return from.remaining();
        }
    }

    private static final class Null extends Memory {
        Null(Inode node) {
            super(node);
        }

        @Override
        public long read(FsSubject who, IoBuf to, long at) {
            return 0;
        }
    }

    private static class Zero extends Memory implements PageSource {
        Zero(Inode node) {
            super(node);
        }

        @Override
        public long read(FsSubject who, IoBuf to, long at) {
            return to.putZeros((int) Math.min(to.remaining(), Integer.MAX_VALUE));
        }

        @Override
        public PageSource pages() {
            return this;
        }

        @Override
        public boolean readPage(long index, long hostAddress) {
            return true;
        }

        @Override
        public long size() {
            return Long.MAX_VALUE;
        }

        @Override
        public @Nullable SharedArea sharedArea() {
            return null;
        }
    }

    private static final class Full extends Zero {
        Full(Inode node) {
            super(node);
        }

        @Override
        public long write(FsSubject who, IoBuf from, long at) {
            return -Errno.ENOSPC.number;
        }
    }

    private static final class Random extends Memory {
        private static final int RNDGETENTCNT = 0x80045200;
        private static final int POOL_BITS = 256;

        Random(Inode node) {
            super(node);
        }

        @Override
        public long read(FsSubject who, IoBuf to, long at) {
            byte[] bytes = new byte[(int) Math.min(to.remaining(), 4096)];
            long done = 0;
            while (to.remaining() > 0) {
                int n = (int) Math.min(bytes.length, to.remaining());
                who.kernel().entropy().fill(bytes, 0, n);
                done += to.put(bytes, 0, n);
            }
            return done;
        }

        @Override
        public long ioctl(FsSubject who, int command, long argument) {
            if (command != RNDGETENTCNT) {
                return -Errno.ENOTTY.number;
            }
            who.memory().putInt(argument, POOL_BITS);
            return 0;
        }
    }
}
