package dev.sleuth;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Few threads while tasks are short, many while they wait for something. A pool of one thread per task in hand would spend
 * its time switching between them; a fixed small one would stand still as soon as its tasks call other services. So a
 * thread pool of the JDK begins with a few threads and is allowed more when tasks wait and none has ended for a
 * millisecond, or when its queue is full.
 */
final class GrowingPool implements Executor {
  static final int MAX_AT_WORK = 256;
  static final int MAX_WAITING = 256;

  private static final int FEW = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final long IDLE_SECONDS = 10;
  private static final Executor IN_A_MILLISECOND =
      CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

  private final ThreadPoolExecutor pool;
  private final AtomicInteger inHand = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicBoolean watching = new AtomicBoolean();

  GrowingPool(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads = task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
    this.pool = new ThreadPoolExecutor(
        FEW, MAX_AT_WORK, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threads);
    pool.allowCoreThreadTimeOut(true);
  }

  /** @throws RejectedExecutionException if 256 tasks are at work and 256 wait, or after {@link #stop} */
  @Override
  public void execute(Runnable task) {
    // A full queue makes the pool itself add a thread, up to the maximum.
    pool.execute(() -> {
      try {
        task.run();
      } finally {
        inHand.decrementAndGet();
        ended.incrementAndGet();
      }
    });
    if (inHand.incrementAndGet() > pool.getCorePoolSize()) {
      watch();
    }
  }

  private void watch() {
    if (watching.compareAndSet(false, true)) {
      int before = ended.get();
      IN_A_MILLISECOND.execute(() -> look(before));
    }
  }

  private void look(int endedBefore) {
    watching.set(false);
    int waiting = pool.getQueue().size();
    if (waiting > 0 && ended.get() == endedBefore) {
      pool.setCorePoolSize(Math.min(MAX_AT_WORK, pool.getPoolSize() + waiting));
    } else if (waiting == 0) {
      pool.setCorePoolSize(FEW);
    }
    if (inHand.get() > pool.getCorePoolSize()) {
      watch();
    }
  }

  /** Takes nothing more, and ends the threads when all that it has taken is done. */
  void stop() {
    pool.shutdown();
  }

  /** Takes nothing more, interrupts what is at work, and drops what waits. */
  void stopNow() {
    pool.shutdownNow();
  }
}
