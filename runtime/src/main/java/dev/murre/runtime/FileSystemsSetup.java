package dev.murre.runtime;

import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.hostfs.HostTree;
import dev.murre.kernel.fs.overlay.LowerCache;
import dev.murre.kernel.fs.overlay.OverlayFs;
import dev.murre.kernel.init.Boot;
import dev.murre.kernel.task.Kernel;
import dev.murre.runtime.host.NioHostFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Mounts what a machine's description asks for.
final class FileSystemsSetup {
    /// Memory for pages read from host files; a part of what the JVM has.
    private static final long CACHE_BYTES = Runtime.getRuntime().maxMemory() / 8;

    private final Vfs vfs;
    private final Boot boot;
    private final MachineConfig config;

    FileSystemsSetup(Kernel kernel, Boot boot, MachineConfig config) {
        this.vfs = kernel.vfs();
        this.boot = boot;
        this.config = config;
    }

    void mountAll() throws IOException {
        boot.mountRoot(root());
        for (var bind : config.binds) {
            bind(bind);
        }
    }

    private SuperBlock root() throws IOException {
        return switch (config.root) {
            case RootFs.Overlay(var directory) -> overlay(directory);
            case RootFs.Tar(var archive) ->
                    throw new IOException(archive + ": archives are not supported yet");
            case RootFs.BuiltIn() -> throw new IOException("there is no built-in root yet");
        };
    }

    private OverlayFs overlay(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + ": not a directory");
        }
        var tree = HostTree.root(new NioHostFiles(directory));
        return OverlayFs.create(vfs, tree, new LowerCache(CACHE_BYTES));
    }

    private void bind(Bind bind) throws IOException {
        if (bind.access() == Bind.Access.READ_WRITE) {
            throw new IOException(bind.hostPath() + ": writable binds are not supported yet");
        }
        boot.mount(overlay(bind.hostPath()), bind.guestPath(), Mount.RDONLY);
    }
}
