package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Commands;

@Timeout(60)
class DoorbellTest {
    private final Doorbell doorbell = new Doorbell();

    /** By another thread than the one that looks. */
    private void send(Runnable work) {
        Thread sender = new Thread(() -> doorbell.send(Commands.running(work)));
        sender.start();
        Uninterrupted.join(sender);
    }

    @AfterEach
    void close() throws IOException {
        doorbell.close();
    }

    @Test
    void aCommandThatFailsKeepsNoneOfTheOthers() {
        AtomicInteger done = new AtomicInteger();

        send(done::incrementAndGet);
        send(() -> {
            throw new IllegalStateException("a test's");
        });
        send(done::incrementAndGet);
        doorbell.inEvent();

        assertThat(done).hasValue(2);
    }

    @Test
    void whatTheThreadSendsToItselfWaitsForItsNextLookButOne() {
        AtomicInteger done = new AtomicInteger();
        doorbell.inEvent();

        doorbell.send(Commands.running(done::incrementAndGet));
        doorbell.inEvent();
        assertThat(done).hasValue(0);
        doorbell.inEvent();

        assertThat(done).hasValue(1);
    }

    /** Or about one connection in ten stands still: connected, and nothing ever comes through. */
    @Test
    void everyNewConnectionTalks() {
        // Two, so that nothing but the dialling goes on in the thread that is looked at.
        try (ZContext context = Lab.context();
                ZContext other = new ZContext()) {
            ZMQ.Socket router = other.createSocket(SocketType.ROUTER);
            router.setReceiveTimeOut((int) Lab.SOON.toMillis());
            int port = router.bindToRandomPort("tcp://127.0.0.1");
            for (int i = 0; i < 500; i++) {
                try (ZMQ.Socket dealer = context.createSocket(SocketType.DEALER)) {
                    dealer.connect("tcp://127.0.0.1:" + port);
                    dealer.send("hello");

                    assertThat(router.recv())
                            .as("what came on connection %d", i)
                            .isNotNull();
                    assertThat(router.recvStr()).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void itRingsAgainForWhatComesAfterALook() {
        AtomicInteger done = new AtomicInteger();
        send(done::incrementAndGet);
        doorbell.inEvent();

        send(done::incrementAndGet);
        doorbell.inEvent();

        assertThat(done).hasValue(2);
    }
}
