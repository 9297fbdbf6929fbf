package dev.murre.runtime.control;

import dev.murre.kernel.explain.Inspector;
import dev.murre.trace.TraceSink;
import java.util.function.Function;

/// What the control socket needs of a machine.
public interface MachineView {
    /// Looks at the machine while it stands still.
    String inspect(Function<Inspector, String> look);

    /// Sends events to one more listener.
    void addTrace(TraceSink sink);

    /// Sends no more events to a listener.
    void removeTrace(TraceSink sink);
}
