package dev.murre.runtime.host;

import dev.murre.kernel.fs.hostfs.HostFiles.HostContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// An open regular host file through a channel.
final class NioHostContent implements HostContent {
    private final FileChannel channel;

    NioHostContent(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(long offset, byte[] to, int at, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(to, at, length);
        try {
            int n = 0;
            while (buffer.hasRemaining()) {
                int got = channel.read(buffer, offset + n);
                if (got < 0) {
                    break;
                }
                n += got;
            }
            return n;
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public void write(long offset, byte[] from, int at, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(from, at, length);
        try {
            long to = offset;
            while (buffer.hasRemaining()) {
                to += channel.write(buffer, to);
            }
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public void truncate(long size) {
        try {
            long old = channel.size();
            if (size < old) {
                channel.truncate(size);
            } else if (size > old) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public void sync() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw HostErrors.of(e);
        }
    }
}
