package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zmq.Commands;

class DoorbellTest {
  private final Doorbell doorbell = new Doorbell();

  @AfterEach
  void close() throws IOException {
    doorbell.close();
  }

  @Test
  void aCommandThatFailsKeepsNoneOfTheOthers() {
    AtomicInteger done = new AtomicInteger();

    doorbell.send(Commands.running(done::incrementAndGet));
    doorbell.send(Commands.running(() -> {
      throw new IllegalStateException("a test's");
    }));
    doorbell.send(Commands.running(done::incrementAndGet));
    doorbell.inEvent();

    assertThat(done).hasValue(2);
  }

  @Test
  void itRingsAgainForWhatComesAfterALook() {
    AtomicInteger done = new AtomicInteger();
    doorbell.send(Commands.running(done::incrementAndGet));
    doorbell.inEvent();

    doorbell.send(Commands.running(done::incrementAndGet));
    doorbell.inEvent();

    assertThat(done).hasValue(2);
  }
}
