package dev.murre.kernel.proc;

import dev.murre.kernel.fs.FileSystemType;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// One `/proc`, which shows the processes of one pid namespace.
public final class ProcFs extends SuperBlock {
    private static final long PROC_SUPER_MAGIC = 0x9fa0L;

    private final LoadAverage load = new LoadAverage();
    private final Kernel kernel;
    private final PidNamespace pids;

    public ProcFs(Kernel kernel, PidNamespace pids) {
        super(kernel.vfs());
        this.kernel = kernel;
        this.pids = pids;
        setRoot(new ProcRoot(this));
    }

    /// The type for mount(2): an instance for the caller's pid namespace.
    public static FileSystemType type(Kernel kernel) {
        return new FileSystemType() {
            @Override
            public String name() {
                return "proc";
            }

            @Override
            public SuperBlock mount(Vfs vfs, FsSubject who, String source, @Nullable String data) {
                return new ProcFs(kernel, who instanceof Task t ? t.pidNamespace() : kernel.pids());
            }
        };
    }

    Kernel kernel() {
        return kernel;
    }

    LoadAverage load() {
        return load;
    }

    PidNamespace pids() {
        return pids;
    }

    long newIno() {
        return nextIno();
    }

    @Override
    public String typeName() {
        return "proc";
    }

    @Override
    public long magic() {
        return PROC_SUPER_MAGIC;
    }

    @Override
    public boolean missesAreFinal() {
        return true;
    }

    @Override
    public boolean volatileNames() {
        return true;
    }
}
