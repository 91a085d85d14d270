package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnstileTest {
  private final List<String> done = new CopyOnWriteArrayList<>();

  /** The receiving thread enters once per message: a step that overtook another would be a gap in the sequence. */
  @Test
  void a_step_does_not_overtake_an_earlier_one_of_its_thread_while_somebody_else_is_just_leaving_a_step()
      throws InterruptedException {
    Runnable slow = () -> done.add("slow");
    SlowToLeave left = new SlowToLeave(slow);
    Turnstile turnstile = new Turnstile(() -> {}, () -> {}, left);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayGo = new CountDownLatch(1);
    Thread holder = start(() -> turnstile.enter(() -> {
      inside.countDown();
      Uninterrupted.await(mayGo);
    }));
    inside.await();
    Thread slowOne = start(() -> turnstile.enter(slow));
    left.added.await();

    turnstile.enter(() -> done.add("first"));
    mayGo.countDown();
    holder.join();
    turnstile.enter(() -> done.add("second"));
    left.mayReturn.countDown();
    slowOne.join();

    assertThat(done).containsExactly("slow", "first", "second");
  }

  @Test
  void after_many_steps_for_others_the_turn_is_handed_over_and_nothing_is_lost() {
    Runnable[] handedOver = new Runnable[1];
    Turnstile[] turnstile = new Turnstile[1];
    turnstile[0] = new Turnstile(() -> {}, () -> handedOver[0] = turnstile[0]::resume);
    turnstile[0].enter(() -> {
      for (int i = 0; i < 100; i++) {
        turnstile[0].enter(() -> done.add("step"));
      }
    });

    assertThat(done).hasSizeBetween(1, 99);
    handedOver[0].run();
    assertThat(done).hasSize(100);
  }

  @Test
  void a_step_that_throws_leaves_the_turn_to_the_next() {
    Turnstile turnstile = new Turnstile(() -> {}, () -> {});
    turnstile.enter(() -> {
      throw new IllegalStateException("this is the test's own: it belongs into the log");
    });
    turnstile.enter(() -> done.add("next"));

    assertThat(done).containsExactly("next");
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Who leaves the one step is held up just after it was added. */
  private static final class SlowToLeave extends ConcurrentLinkedQueue<Runnable> {
    private static final long serialVersionUID = 1;

    private final transient Runnable one;
    private final transient CountDownLatch added = new CountDownLatch(1);
    private final transient CountDownLatch mayReturn = new CountDownLatch(1);

    SlowToLeave(Runnable one) {
      this.one = one;
    }

    @Override
    public boolean add(Runnable step) {
      super.add(step);
      if (step == one) {
        added.countDown();
        Uninterrupted.await(mayReturn);
      }
      return true;
    }
  }
}
