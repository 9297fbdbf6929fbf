package dev.murre.kernel.exec;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.trace.KernelSymbol;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Programs run by interpreters that were registered for them by their first bytes or their
/// extension: Linux's binfmt_misc (Documentation/admin-guide/binfmt-misc.rst).
public final class MiscFormat implements BinaryFormat {
    private final ScriptFormat.Opener opener;
    private final Map<String, MiscEntry> entries = new LinkedHashMap<>();
    private boolean enabled = true;

    MiscFormat(ScriptFormat.Opener opener) {
        this.opener = opener;
    }

    public boolean enabled() {
        return enabled;
    }

    public void setEnabled(boolean on) {
        enabled = on;
    }

    public Collection<MiscEntry> entries() {
        return entries.values();
    }

    public @Nullable MiscEntry entry(String name) {
        return entries.get(name);
    }

    /// Adds what a line written to `register` says; the newest entry is asked first.
    ///
    /// @param interpreter opens a file as exec does, for entries that keep theirs open
    /// @throws dev.murre.abi.ErrnoException EINVAL, EEXIST, and what opening throws
    public void register(String line, FileOpener interpreter) {
        MiscEntry entry = MiscEntry.parse(line);
        if (entries.containsKey(entry.name())) {
            throw Errno.EEXIST.exception();
        }
        if (entry.keepsInterpreter()) {
            entry.open(interpreter.open(entry.interpreter()));
        }
        entries.put(entry.name(), entry);
    }

    /// Opens a file as exec does.
    public interface FileOpener {
        OpenFile open(String path);
    }

    public void remove(MiscEntry entry) {
        if (entries.remove(entry.name(), entry)) {
            entry.close();
        }
    }

    public void removeAll() {
        for (MiscEntry entry : entries.values()) {
            entry.close();
        }
        entries.clear();
    }

    @Override
    public KernelSymbol symbol() {
        return KernelSymbol.LOAD_MISC_BINARY;
    }

    private @Nullable MiscEntry find(BinPrm prm) {
        MiscEntry found = null;
        for (MiscEntry entry : entries.values()) {
            if (entry.matches(prm.head, prm.interpreter)) {
                found = entry;
            }
        }
        return found;
    }

    @Override
    public Outcome load(BinPrm prm) {
        MiscEntry entry = enabled && !entries.isEmpty() ? find(prm) : null;
        if (entry == null) {
            return NOT_MINE;
        }
        if (prm.pathInaccessible) {
            throw Errno.ENOENT.exception();
        }
        if (!entry.keepsFirstArgument() && !prm.arguments.isEmpty()) {
            prm.arguments.removeFirst();
        }
        prm.arguments.addFirst(prm.interpreter);
        prm.arguments.addFirst(entry.interpreter());
        prm.checkSize();
        OpenFile kept = entry.file();
        OpenFile file;
        if (kept != null) {
            if (!kept.inode().tryDenyWrite()) {
                throw Errno.ETXTBSY.exception();
            }
            file = kept.share();
        } else {
            file = opener.open(prm, entry.interpreter(), PathWalk.FOLLOW);
        }
        prm.interpretBy(
                file, entry.interpreter(), entry.passesDescriptor(), entry.usesCredentials());
        return REWRITTEN;
    }
}
