package dev.murre.kernel.mm;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The translated code of one content, mapped at one place, in one mode: what every process that
/// maps
/// it there shares, and what a later one finds when it executes the same file.
final class CodeImage {
    /// Contents larger than this many pages are shared up to here only.
    private static final int MAX_PAGES = 1 << 18;

    private final Object content;

    /// Guest page number minus page number in the content.
    private final long shift;

    private @Nullable CodePage[] pages = new @Nullable CodePage[16];

    /// @param content a {@link PageSource#contentKey}
    CodeImage(Object content, long shift) {
        this.content = content;
        this.shift = shift;
    }

    /// Whether it is the code of this content.
    boolean isOf(Object key) {
        return content == key;
    }

    /// The code page for a guest page.
    CodePage page(long guestPage) {
        long index = guestPage - shift;
        if (index < 0 || index >= MAX_PAGES) {
            return new CodePage(guestPage);
        }
        int i = (int) index;
        if (i >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(i + 1, 2 * pages.length));
        }
        CodePage page = pages[i];
        if (page == null) {
            page = new CodePage(guestPage);
            pages[i] = page;
        }
        return page;
    }

    /// Gives an address space every code page between two guest pages that is known already.
    void attach(CodeSpace space, long first, long end) {
        // A file may be mapped from beyond what an int can count.
        long to = Math.min(end - shift, pages.length);
        for (long i = Math.max(0, first - shift); i < to; i++) {
            CodePage page = pages[(int) i];
            if (page != null && space.find(page.number()) == null) {
                space.add(page);
            }
        }
    }
}
