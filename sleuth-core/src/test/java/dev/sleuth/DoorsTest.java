package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

@Timeout(30)
class DoorsTest {
    private static final String ONE = "127.0.0.1";
    private static final String TWO = "127.0.0.2";
    private static final String THREE = "127.0.0.3";

    private final ZContext context = Lab.context();
    private final List<ZMQ.Socket> opened = new ArrayList<>();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void allChosenAddressesAreBoundAtOnePortAndNoOther() {
        Doors doors = Doors.open(this::router, List.of(ONE, TWO));

        assertThat(doors.hosts()).containsExactly(ONE, TWO);
        assertThat(accepts(ONE, doors.port())).isTrue();
        assertThat(accepts(TWO, doors.port())).isTrue();
        assertThat(accepts(THREE, doors.port())).isFalse();
    }

    @Test
    void aPortThatIsTakenAtOneOfTheAddressesIsNotUsedAtTheOthers() throws Exception {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            Doors doors = Doors.open(() -> routerAfterTaking(taken), List.of(ONE, TWO));

            assertThat(opened).as("the first one's port was taken").hasSize(2);
            assertThat(doors.router()).isEqualTo(opened.get(1));
            assertThat(doors.hosts()).containsExactly(ONE, TWO);
            assertThat(taken.get(0).getLocalPort()).isNotEqualTo(doors.port());
        } finally {
            for (ServerSocket each : taken) {
                each.close();
            }
        }
    }

    /** The second address of what the first socket comes to is taken before it gets there. */
    private ZMQ.Socket routerAfterTaking(List<ServerSocket> taken) {
        ZMQ.Socket router = router();
        if (taken.isEmpty()) {
            // The only way to know its port beforehand.
            router.base()
                    .setEventHook(
                            event -> {
                                String endpoint = event.addr;
                                if (taken.isEmpty() && endpoint.contains(ONE)) {
                                    taken.add(take(
                                            TWO, Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1))));
                                }
                            },
                            zmq.ZMQ.ZMQ_EVENT_LISTENING);
        }
        return router;
    }

    private static ServerSocket take(String host, int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName(host));
        } catch (IOException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    @Test
    void anAddressThatGoesIsClosedAndOneThatComesIsOpenedAtTheSamePort() {
        Doors doors = Doors.open(this::router, List.of(ONE, TWO));

        assertThat(doors.moveTo(List.of(TWO, THREE))).containsExactly(TWO, THREE);

        await().atMost(Lab.SOON).until(() -> !accepts(ONE, doors.port()));
        assertThat(accepts(TWO, doors.port())).isTrue();
        assertThat(accepts(THREE, doors.port())).isTrue();
        await().atMost(Lab.SOON).until(() -> doors.moveTo(List.of(ONE)).equals(List.of(ONE)));
        assertThat(accepts(ONE, doors.port())).isTrue();
    }

    @Test
    void anAddressWhereThePortIsTakenIsLeftOutAndHadAsSoonAsItIsFree() throws Exception {
        Doors doors = Doors.open(this::router, List.of(ONE));
        try (ServerSocket taken = take(TWO, doors.port())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(doors.moveTo(List.of(ONE, TWO))).containsExactly(ONE);
        }
        assertThat(doors.moveTo(List.of(ONE, TWO))).containsExactly(ONE, TWO);
    }

    @Test
    void anAddressThatIsNotOursIsRefusedAndNoSocketIsLeft() {
        assertThatThrownBy(() -> Doors.open(this::router, List.of("192.0.2.77")))
                .isInstanceOf(ZMQException.class);

        assertThat(opened).hasSize(1);
        assertThat(context.getSockets()).isEmpty();
    }

    private ZMQ.Socket router() {
        ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
        opened.add(router);
        return router;
    }

    private static boolean accepts(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 5_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
