package dev.murre.kernel.fs;

import dev.murre.abi.Abi;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.base.Session;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.UserMemory;
import java.util.ArrayList;
import java.util.List;

/// A caller for tests.
final class FakeTask implements FsSubject {
    Credentials creds = Credentials.ROOT;
    final List<SigInfo> signals = new ArrayList<>();
    private final KernelServices kernel;
    private final FsContext fs;
    private final FdTable files = new FdTable();
    private final Rlimits limits = Rlimits.forInit();

    FakeTask(KernelServices kernel, Path root) {
        this.kernel = kernel;
        this.fs = new FsContext(root, root, 022);
    }

    @Override
    public dev.murre.kernel.base.ProcessId processId() {
        return who -> 1;
    }

    /// An unprivileged user with this id.
    static Credentials user(int id) {
        return new Credentials(
                id,
                id,
                id,
                id,
                id,
                id,
                id,
                id,
                new int[0],
                0,
                0,
                0,
                0,
                0,
                0,
                dev.murre.kernel.base.UserNamespace.INITIAL);
    }

    @Override
    public FsContext fs() {
        return fs;
    }

    @Override
    public FdTable files() {
        return files;
    }

    @Override
    public Credentials creds() {
        return creds;
    }

    @Override
    public UserMemory memory() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Abi abi() {
        return Abi.X86_64;
    }

    @Override
    public Rlimits limits() {
        return limits;
    }

    @Override
    public int pid() {
        return 1;
    }

    @Override
    public int tgid() {
        return 1;
    }

    @Override
    public String comm() {
        return "test";
    }

    @Override
    public ProcessGroup processGroup() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session session() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSessionLeader() {
        return false;
    }

    @Override
    public void sendSignal(SigInfo info) {
        signals.add(info);
    }

    @Override
    public boolean ignoresOrBlocks(Signal signal) {
        return false;
    }

    @Override
    public boolean signalPending() {
        return false;
    }

    @Override
    public KernelServices kernel() {
        return kernel;
    }
}
