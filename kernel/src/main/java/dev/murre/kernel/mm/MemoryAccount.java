package dev.murre.kernel.mm;

import dev.murre.machine.memory.HostMemory;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The memory of one machine: where it comes from, how many pages are in use, how many there may
/// be; and the translated code
/// that all its processes share.
public final class MemoryAccount implements AutoCloseable {
    /// Identifies code that means the same in every address space.
    private record CodeKey(Object content, long shift, int mode) {
        // Those that records come with are put together at their first use, in every start's way.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CodeKey it
                    && it.content == content
                    && it.shift == shift
                    && it.mode == mode;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(content) + 31 * Long.hashCode(shift) + mode;
        }
    }

    private static final int MAX_CODE_IMAGES = 10_000;

    private final HostMemory host = new HostMemory();
    private final Map<CodeKey, CodeImage> codeImages = new HashMap<>();
    private final long limitPages;
    private Processors processors = mm -> {};
    private final Set<Mm> spaces = new LinkedHashSet<>();
    private long usedPages;

    /// @param limitBytes what the machine may use for processes and files; the host's patience if 0
    public MemoryAccount(long limitBytes) {
        limitPages = limitBytes == 0 ? Long.MAX_VALUE : limitBytes >>> 12;
    }

    /// The processors that may run guest code while the kernel works.
    public interface Processors {
        /// Returns when no other processor runs in `mm`; none begins to before the kernel's lock is
        /// given up.
        void leave(Mm mm);
    }

    public void setProcessors(Processors of) {
        processors = of;
    }

    Processors processors() {
        return processors;
    }

    /// Every address space that somebody uses, parents before their children.
    Set<Mm> spaces() {
        return spaces;
    }

    public HostMemory host() {
        return host;
    }

    /// Takes `pages` pages; false, and nothing taken, if that is over the limit.
    public boolean charge(long pages) {
        if (usedPages + pages > limitPages) {
            return false;
        }
        usedPages += pages;
        return true;
    }

    /// Takes `pages` pages even if that is over the limit: for what a process needs on another
    /// one's account.
    void chargeAnyway(long pages) {
        usedPages += pages;
    }

    public void uncharge(long pages) {
        usedPages -= pages;
    }

    public long usedPages() {
        return usedPages;
    }

    /// Long.MAX_VALUE if there is no limit.
    public long limitPages() {
        return limitPages;
    }

    /// The code shared by all who map this content `shift` pages above its own page numbers.
    CodeImage codeImage(Object content, long shift, int mode) {
        if (codeImages.size() > MAX_CODE_IMAGES) {
            codeImages.clear();
        }
        return codeImages.computeIfAbsent(
                new CodeKey(content, shift, mode), key -> new CodeImage(content, shift));
    }

    @Override
    public void close() {
        host.close();
    }
}
