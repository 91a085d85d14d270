package dev.sleuth.sim.cli;

import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Has the next Ctrl-C, or signal that asks for the end, end the process at once. While the JVM shuts down it takes no
 * notice of another one by itself, and there is no API for it but {@code sun.misc.Signal}, which not every JVM has:
 * hence the reflection.
 */
final class SecondWord {
    /** As a shell tells them: 128, and the signal's number. */
    private static final Map<String, Integer> SIGNALS = Map.of("INT", 130, "TERM", 143);

    private SecondWord() {}

    static void ends() {
        SIGNALS.forEach(
                (signal, exit) -> handle(signal, () -> Runtime.getRuntime().halt(exit)));
    }

    private static void handle(String name, Runnable then) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    SecondWord.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        then.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (ReflectiveOperationException | RuntimeException none) {
            // Then it ends when its grace is over.
        }
    }
}
