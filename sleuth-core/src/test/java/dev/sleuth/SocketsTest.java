package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.ZContext;

class SocketsTest {
    private final PrintStream err = System.err;

    @AfterEach
    void restore() {
        System.setErr(err);
    }

    @Test
    void thePeersShareOneContextFromTheFirstToTheLast() {
        ZContext first = Sockets.acquire();
        ZContext second = Sockets.acquire();
        Sockets.release();
        boolean closedEarly = first.isClosed();
        Sockets.release();
        ZContext next = Sockets.acquire();
        Sockets.release();

        assertThat(second).isSameAs(first);
        assertThat(closedEarly).isFalse();
        assertThat(first.isClosed()).isTrue();
        assertThat(next).isNotSameAs(first);
    }

    @Test
    void whatFailsHarmlesslyOnAThreadOfJeroMqsPrintsNothing() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        ZContext context = Sockets.acquire();
        try {
            context.getNotificationExceptionHandler()
                    .uncaughtException(Thread.currentThread(), new IllegalStateException("a test's"));
        } finally {
            Sockets.release();
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
