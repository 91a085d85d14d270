package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Intake;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a peer whose engine does not play along. */
@Timeout(60)
class DeparturesTest {
    private final Queue<String> entered = new ConcurrentLinkedQueue<>();
    private final Endings endings = new Endings();
    /** Notes how it is entered, and does nothing. */
    private final Intake standingStill = (Intake) Proxy.newProxyInstance(
            Intake.class.getClassLoader(), new Class<?>[] {Intake.class}, (self, method, arguments) -> {
                entered.add(method.getName());
                return null;
            });

    private final Departures departures = new Departures("end", standingStill, () -> 0, Runnable::run, endings);

    @Test
    void anEngineThatStandsStillIsClosedALittleAfterItsGrace() {
        CountDownLatch ended = new CountDownLatch(1);
        endings.add(ended::countDown);

        assertThat(departures.begin(1)).isTrue();
        assertThat(departures.begin(1)).as("begins once").isFalse();
        departures.awaitEnd();

        assertThat(entered).containsExactlyElementsOf(List.of("leave", "close"));
        assertThat(ended.getCount()).isZero();
        assertThat(departures.isOver()).isTrue();
    }

    @Test
    void whoeverWantsItDrainedWhenItHasJustLeftDoesNotWait() {
        departures.closed();

        assertThat(departures.drain()).isCompletedWithValue(false);
        assertThat(entered).isEmpty();
    }
}
