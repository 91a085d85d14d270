package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void callsWhoseListenersNeverReturnAreBoundedAndTheNextIsRefusedWith943() {
    Teller teller = new Teller("test-teller");
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(Teller.MAX_PROMISES);
    for (int i = 0; i < Teller.MAX_PROMISES; i++) {
      teller.promise();
      teller.tell(() -> {
        Lab.awaitOpen(release);
        told.countDown();
      });
    }

    assertThatThrownBy(teller::promise)
        .isInstanceOfSatisfying(
            SleuthException.class,
            failure -> assertThat(failure.trace()).containsExactly(SleuthException.TOO_MANY_CALLS, SleuthException.DO));

    release.countDown();
    Lab.awaitOpen(told);
    teller.stop();
  }
}
