package dev.murre.kernel.fs;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// All contexts in use, so that pivot_root(2) can move those who stand in the old root.
final class FsContexts {
    private final Set<FsContext> all = Collections.newSetFromMap(new IdentityHashMap<>());

    void add(FsContext context) {
        all.add(context);
    }

    void remove(FsContext context) {
        all.remove(context);
    }

    void replaceRoot(Path old, Path fresh) {
        for (FsContext context : all) {
            if (context.root().equals(old)) {
                context.setRoot(fresh);
            }
            if (context.cwd().equals(old)) {
                context.setCwd(fresh);
            }
        }
    }
}
