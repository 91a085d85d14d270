package dev.sleuth;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One at a time, not one thread: whoever comes while nobody is inside goes in and does its step at once; who comes
 * meanwhile leaves its step and goes, and the one inside does it. Nobody waits for a lock, and a step needs no hand-over to
 * another thread.
 *
 * <p>A step may enter again: what it leaves is done after it. Steps happen in the order in which they came.
 */
final class Turnstile {
  /** How many steps of others a thread does before it hands over: a caller must get back to its own work. */
  private static final int MAX_FOR_OTHERS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);

  private final Queue<Runnable> left = new ConcurrentLinkedQueue<>();
  private final AtomicInteger entrants = new AtomicInteger();
  private final Runnable afterStep;
  private final Runnable handOver;

  /**
   * @param afterStep done after every step, still inside
   * @param handOver has {@link #resume} called by a thread that can afford it; nobody gets in before
   */
  Turnstile(Runnable afterStep, Runnable handOver) {
    this.afterStep = afterStep;
    this.handOver = handOver;
  }

  /** Has {@code step} done: now and here, or soon and by another thread. */
  void enter(Runnable step) {
    if (entrants.compareAndSet(0, 1)) {
      perform(step);
      if (entrants.decrementAndGet() == 0) {
        return;
      }
    } else {
      // Left before it is counted: whoever finds the count raised finds the step, too.
      left.add(step);
      if (entrants.getAndIncrement() != 0) {
        return;
      }
    }
    resume();
  }

  /** Does the steps that were left; only for who has been handed the turn. */
  void resume() {
    for (int done = 1; ; done++) {
      perform(left.poll());
      if (entrants.decrementAndGet() == 0) {
        return;
      }
      if (done == MAX_FOR_OTHERS) {
        handOver.run();
        return;
      }
    }
  }

  /** A step that throws must not leave the count raised, or nobody would get in ever again. */
  private void perform(Runnable step) {
    try {
      step.run();
      afterStep.run();
    } catch (RuntimeException | Error failure) {
      LOG.error("a step failed inside the peer; please report this", failure);
    }
  }
}
