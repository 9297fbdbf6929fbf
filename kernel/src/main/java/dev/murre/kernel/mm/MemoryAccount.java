package dev.murre.kernel.mm;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.memory.HostMemory;
import java.util.HashMap;
import java.util.Map;

/// The memory of one machine: where it comes from, how many pages are in use, how many there may
/// be; and the translated code
/// that all its processes share.
public final class MemoryAccount implements AutoCloseable {
    /// Identifies code that means the same wherever it is mapped.
    private record CodeKey(Object content, long filePage, long guestPage, int mode) {}

    private static final int MAX_CODE_PAGES = 100_000;

    private final HostMemory host = new HostMemory();
    private final Map<CodeKey, CodePage> codePages = new HashMap<>();
    private final long limitPages;
    private long usedPages;

    /// @param limitBytes what the machine may use for processes and files; the host's patience if 0
    public MemoryAccount(long limitBytes) {
        limitPages = limitBytes == 0 ? Long.MAX_VALUE : limitBytes >>> 12;
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

    /// The code page shared by all who map this content at this address.
    CodePage sharedCode(Object content, long filePage, long guestPage, int mode) {
        if (codePages.size() > MAX_CODE_PAGES) {
            codePages.clear();
        }
        return codePages.computeIfAbsent(
                new CodeKey(content, filePage, guestPage, mode), key -> new CodePage(guestPage));
    }

    @Override
    public void close() {
        host.close();
    }
}
