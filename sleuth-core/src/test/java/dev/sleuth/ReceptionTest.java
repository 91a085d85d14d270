package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zmq.Msg;
import zmq.io.Metadata;

class ReceptionTest {
    private static final int MIB = 1 << 20;

    private final List<String> endless = new ArrayList<>();
    /** An eighth of 80 MiB: room for ten. */
    private final Reception reception = new Reception(8 * MIB, 80 * MIB, endless::add);

    @Test
    void aFrameThatFindsNoRoomIsRefusedAndOneThatArrivedLeavesIts() {
        Msg first = reception.allocate(6 * MIB);
        assertThat(first.size()).isEqualTo(6 * MIB);
        assertThat(reception.allocate(6 * MIB)).isInstanceOf(Reception.Refused.class);
        assertThat(reception.allocate(Reception.SMALL).size()).isEqualTo(Reception.SMALL);

        reception.arrived(first);

        assertThat(reception.allocate(6 * MIB).size()).isEqualTo(6 * MIB);
    }

    @Test
    void theRoomOfAFrameWhoseConnectionEndedIsFoundAgain() {
        assertThat(reception.allocate(10 * MIB).size()).isEqualTo(10 * MIB);

        await().atMost(Lab.SOON).until(() -> {
            System.gc();
            return !(reception.allocate(MIB) instanceof Reception.Refused);
        });
    }

    @Test
    void thereIsAlwaysRoomForOneOfTheLongest() {
        Reception small = new Reception(8 * MIB, MIB, endless::add);

        assertThat(small.allocate(8 * MIB).size()).isEqualTo(8 * MIB);
    }

    @Test
    void aNegativeLengthIsRefused() {
        assertThat(reception.allocate(-1)).isInstanceOf(Reception.Refused.class);
        assertThat(reception.allocate(Integer.MIN_VALUE)).isInstanceOf(Reception.Refused.class);
    }

    @Test
    void aMessageOfTooManyFramesIsTold() {
        come(Reception.MOST_FRAMES, "a", 1, true);
        assertThat(endless).isEmpty();
        come(1, "a", 1, true);
        assertThat(endless).containsExactly("a");
    }

    @Test
    void aMessageOfTooManyBytesIsTold() {
        come(3, "a", 2 * MIB, true);
        assertThat(endless).isEmpty();
        come(2, "a", 2 * MIB, true);
        assertThat(endless).containsExactly("a");
    }

    @Test
    void messagesThatEndAndOtherConnectionsBeginAnew() {
        for (int i = 0; i < 3; i++) {
            come(Reception.MOST_FRAMES, "a", 1, true);
            come(1, "a", 1, false);
        }
        come(Reception.MOST_FRAMES, "b", 1, true);
        assertThat(endless).isEmpty();
    }

    private final List<Metadata> connections = new ArrayList<>();

    private void come(int frames, String address, int size, boolean more) {
        Metadata connection = connection(address);
        for (int i = 0; i < frames; i++) {
            Msg frame = reception.allocate(size);
            frame.setFlags(more ? Msg.MORE : 0);
            frame.setMetadata(connection);
            reception.arrived(frame);
        }
    }

    /** A connection is known by this very object. */
    private Metadata connection(String address) {
        for (Metadata known : connections) {
            if (address.equals(known.get(Metadata.PEER_ADDRESS))) {
                return known;
            }
        }
        Metadata connection = new Metadata();
        connection.put(Metadata.PEER_ADDRESS, address);
        connections.add(connection);
        return connection;
    }
}
