package dev.murre.runtime.host;

import dev.murre.abi.Signal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Consumer;

/// Signals sent to this JVM.
///
/// The JDK has no supported way to catch them; `sun.misc.Signal` is what all Java programs use. It
/// is reached by reflection because the compiler warns of it in a way that cannot be switched off.
public final class HostSignals {
    /// Those that can be caught and mean something to a program. The JVM keeps SIGQUIT for itself
    /// (a thread dump) and SIGSEGV and the like for its own use.
    private static final Set<Signal> CATCHABLE =
            Set.of(
                    Signal.SIGHUP,
                    Signal.SIGINT,
                    Signal.SIGTERM,
                    Signal.SIGUSR1,
                    Signal.SIGWINCH,
                    Signal.SIGCONT,
                    Signal.SIGTSTP,
                    Signal.SIGPWR);

    private HostSignals() {}

    /// Calls `receiver` on a thread of the JVM's for each catchable signal from now on, in place of
    /// what the signal does otherwise. Where a signal cannot be caught it is left out.
    public static void catchAll(Consumer<Signal> receiver) {
        for (var signal : CATCHABLE) {
            catchOne(signal, ignored -> receiver.accept(signal));
        }
    }

    /// Stops this process until somebody sends it SIGCONT.
    public static void stopThisProcess() {
        try {
            var signalClass = Class.forName("sun.misc.Signal");
            var stop = signalClass.getConstructor(String.class).newInstance("STOP");
            signalClass.getMethod("raise", signalClass).invoke(null, stop);
        } catch (ReflectiveOperationException e) {
            // It goes on; only the guest is stopped.
        }
    }

    private static void catchOne(Signal signal, Consumer<Signal> receiver) {
        try {
            var signalClass = Class.forName("sun.misc.Signal");
            var handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invoke =
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            receiver.accept(signal);
                        }
                        return null;
                    };
            var handler =
                    Proxy.newProxyInstance(
                            HostSignals.class.getClassLoader(),
                            new Class<?>[] {handlerClass},
                            invoke);
            var name = signal.name().substring("SIG".length());
            signalClass
                    .getMethod("handle", signalClass, handlerClass)
                    .invoke(
                            null,
                            signalClass.getConstructor(String.class).newInstance(name),
                            handler);
        } catch (ReflectiveOperationException e) {
            // This signal keeps its usual effect.
        }
    }
}
