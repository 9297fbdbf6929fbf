package dev.murre.kernel.explain;

import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.KernelProbe;
import dev.murre.kernel.task.Task;
import dev.murre.trace.Category;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.StoryRequest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Waits for the event that was asked for and records it.
public final class Explainer implements KernelProbe, TraceSink {
    private final Chapter chapter;

    private Explainer(Chapter chapter) {
        this.chapter = chapter;
    }

    /// Has a machine watched from now on; before it runs.
    public static Explainer watch(Kernel kernel, StoryRequest request) {
        Chapter chapter =
                switch (request.kind()) {
                    case FORK, VFORK, CLONE -> new BirthChapter(kernel, request);
                    case EXEC -> new ExecChapter(kernel, request);
                    case SWITCH -> new SwitchChapter(kernel, request);
                    case SIGNAL -> new SignalChapter(kernel, request);
                };
        var explainer = new Explainer(chapter);
        kernel.events().addProbe(explainer);
        kernel.events().addSink(explainer);
        return explainer;
    }

    /// What there is to tell, once the machine has stopped; null if the event never came.
    public @Nullable Story story() {
        return chapter.story();
    }

    @Override
    public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        chapter.watch.pause();
        chapter.enter(function, t, a, b, text);
        chapter.watch.resume();
    }

    @Override
    public void leave(KernelSymbol function, Task t) {
        chapter.watch.pause();
        chapter.leave(function, t);
        chapter.watch.resume();
    }

    @Override
    public void on(TraceEvent event) {
        chapter.on(event);
    }

    @Override
    public Set<Category> wants() {
        return EnumSet.of(Category.SCHED, Category.SIGNAL, Category.PROCESS);
    }
}
