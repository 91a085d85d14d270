package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sleuth.rpc.SleuthException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What bounds queues whose things differ in size, and promises that outlive their calls. */
class RoomTest {
    @Test
    void thereIsAsMuchRoomAsThereIs() {
        Room room = new Room(10);

        assertThat(room.take(7)).isTrue();
        assertThat(room.take(4)).isFalse();
        assertThat(room.take(3)).as("what was refused took nothing").isTrue();
        assertThat(room.take(1)).isFalse();
        room.give(7);
        assertThat(room.take(7)).isTrue();
    }

    @Test
    void callsThatAreNotToldYetAreBoundedAndTheNextIsRefusedWith943() {
        Teller teller = new Teller("test-teller");
        for (int i = 0; i < Teller.MAX_PROMISES; i++) {
            teller.promise();
        }

        assertThatThrownBy(teller::promise)
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace())
                                .containsExactly(SleuthException.TOO_MANY_CALLS, SleuthException.DO));

        CountDownLatch told = new CountDownLatch(1);
        teller.tell(told::countDown);
        Lab.awaitOpen(told);
        await().atMost(Lab.SOON).ignoreExceptions().until(() -> {
            teller.promise();
            return true;
        });
        teller.stop();
    }
}
