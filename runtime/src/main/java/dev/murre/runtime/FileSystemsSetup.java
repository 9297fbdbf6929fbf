package dev.murre.runtime;

import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.hostfs.HostFs;
import dev.murre.kernel.fs.hostfs.HostTree;
import dev.murre.kernel.fs.overlay.LowerCache;
import dev.murre.kernel.fs.overlay.OverlayFs;
import dev.murre.kernel.fs.tarfs.TarTree;
import dev.murre.kernel.init.Boot;
import dev.murre.kernel.task.Kernel;
import dev.murre.runtime.host.NioHostFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Mounts what a machine's description asks for.
final class FileSystemsSetup {
    /// Memory for pages read from host files; a part of what the JVM has.
    private static final long CACHE_BYTES = Runtime.getRuntime().maxMemory() / 8;

    private final Vfs vfs;
    private final Boot boot;
    private final MachineConfig config;
    private final LowerCache cache = new LowerCache(CACHE_BYTES);

    FileSystemsSetup(Kernel kernel, Boot boot, MachineConfig config) {
        this.vfs = kernel.vfs();
        this.boot = boot;
        this.config = config;
    }

    /// Returns the root file system.
    OverlayFs mountAll() throws IOException {
        var root = root();
        boot.mountRoot(root);
        for (var bind : config.binds) {
            bind(bind);
        }
        return root;
    }

    private OverlayFs root() throws IOException {
        // Not a switch: a switch over types costs every start some milliseconds to link.
        if (config.root instanceof RootFs.Overlay(var directory)) {
            return overlay(directory);
        }
        return config.root instanceof RootFs.Tar(var archive)
                ? archive(archive.toString(), Archives.map(archive))
                : archive("built-in root", Archives.builtIn());
    }

    private OverlayFs overlay(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + ": not a directory");
        }
        var tree = HostTree.root(new NioHostFiles(directory));
        return OverlayFs.create(vfs, tree, cache);
    }

    private OverlayFs archive(String name, ByteBuffer bytes) throws IOException {
        try {
            return OverlayFs.create(vfs, TarTree.root(bytes), cache);
        } catch (IllegalArgumentException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private void bind(Bind bind) throws IOException {
        var flags = bind.access() == Bind.Access.READ_ONLY ? Mount.RDONLY : 0;
        var path = bind.hostPath().toRealPath();
        try {
            if (Files.isDirectory(path)) {
                boot.mount(hostFs(path), bind.guestPath(), flags);
            } else {
                var directory = Objects.requireNonNull(path.getParent());
                var name = path.getFileName().toString();
                boot.mountFile(hostFs(directory), name, bind.guestPath(), flags);
            }
        } catch (ErrnoException e) {
            throw new IOException(bind.guestPath() + ": " + e.errno.message, e);
        }
    }

    private HostFs hostFs(Path directory) throws IOException {
        return new HostFs(vfs, NioHostFiles.shared(directory), cache);
    }
}
