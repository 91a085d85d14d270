package dev.sleuth;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/** A call with somebody who waits for it. */
abstract class PendingCall extends Call {
  private PendingCall(long handle, String service, byte[] payload, long deadline) {
    super(handle, service, payload, deadline);
  }

  /** Called once, inside the turnstile. */
  abstract void settled(Outcome outcome);

  private static SleuthException failure(Outcome.Failed failed) {
    return new SleuthException(List.of(failed.code(), SleuthException.DO), failed.why(), null);
  }

  /** Somebody's thread waits. */
  static final class Blocking extends PendingCall {
    private final Thread waiter = Thread.currentThread();
    private volatile Outcome outcome;

    Blocking(long handle, String service, byte[] payload, long deadline) {
      super(handle, service, payload, deadline);
    }

    @Override
    void settled(Outcome settled) {
      outcome = settled;
      LockSupport.unpark(waiter);
    }

    /**
     * Waits for the end of the call, by the thread that made it.
     *
     * @throws SleuthException if it failed, or 944 if the thread was interrupted; then the flag is set again
     */
    Response await() {
      while (outcome == null) {
        LockSupport.park(this);
        if (outcome == null && Thread.currentThread().isInterrupted()) {
          throw new SleuthException(
              List.of(SleuthException.INTERRUPTED, SleuthException.DO), "interrupted while waiting for " + service(), null);
        }
      }
      if (outcome instanceof Outcome.Failed failed) {
        throw failure(failed);
      }
      return ((Outcome.Answered) outcome).response();
    }
  }

  /** Somebody has a future of it. */
  static final class Future extends PendingCall {
    private final CompletableFuture<Response> future = new CompletableFuture<>();
    private final Executor completer;

    /** @param completer runs what was made to depend on the future: never the thread that receives messages */
    Future(long handle, String service, byte[] payload, long deadline, Executor completer) {
      super(handle, service, payload, deadline);
      this.completer = completer;
    }

    CompletableFuture<Response> future() {
      return future;
    }

    @Override
    void settled(Outcome outcome) {
      try {
        completer.execute(() -> complete(outcome));
      } catch (RejectedExecutionException noRoom) {
        // All of its threads are taken by continuations that wait. The future must complete all the same.
        new Thread(() -> complete(outcome), "sleuth-completer").start();
      }
    }

    private void complete(Outcome outcome) {
      if (outcome instanceof Outcome.Failed failed) {
        future.completeExceptionally(failure(failed));
      } else {
        future.complete(((Outcome.Answered) outcome).response());
      }
    }
  }
}
