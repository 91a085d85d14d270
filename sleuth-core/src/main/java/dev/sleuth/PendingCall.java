package dev.sleuth;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.rpc.Target;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call with somebody who waits for it. */
abstract class PendingCall extends Call {
    /** When it was made, on the driver's clock. */
    final long begun;

    final String method;

    final Target target;

    private PendingCall(long handle, Target target, Request request, byte[] payload, long begun, long timeout) {
        super(handle, target.peer(), target.service(), payload, begun + timeout, request.isIdempotent());
        this.begun = begun;
        this.method = request.method();
        this.target = target;
    }

    /** Called once, by any thread. */
    final void end(Outcome outcome) {
        settled(outcome instanceof Outcome.Answered answered ? finished(answered) : outcome);
    }

    private Outcome finished(Outcome.Answered answered) {
        Response response = Finish.withAttempts(answered.response(), answered.attempts());
        // A peer of the original answers HEAD with whatever its handler writes.
        Response cut = method.equals("HEAD") ? Finish.headOf(response) : response;
        return new Outcome.Answered(cut, answered.by(), answered.attempts());
    }

    abstract void settled(Outcome outcome);

    static SleuthException failure(Outcome.Failed failed) {
        return new SleuthException(List.of(failed.code(), SleuthException.DO), failed.why(), null);
    }

    /** Somebody's thread waits. */
    static final class Blocking extends PendingCall {
        private final Thread waiter = Thread.currentThread();
        private volatile @Nullable Outcome outcome;

        Blocking(long handle, Target target, Request request, byte[] payload, long begun, long timeout) {
            super(handle, target, request, payload, begun, timeout);
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
                            List.of(SleuthException.INTERRUPTED, SleuthException.DO),
                            "interrupted while waiting for an answer",
                            null);
                }
            }
            if (outcome instanceof Outcome.Failed failed) {
                throw failure(failed);
            }
            return ((Outcome.Answered) outcome).response();
        }
    }

    /** Somebody is told, elsewhere. */
    static final class Told extends PendingCall {
        private final Teller teller;
        private final Consumer<Outcome> listener;

        /** @param teller has promised to tell */
        Told(
                long handle,
                Target target,
                Request request,
                byte[] payload,
                long begun,
                long timeout,
                Teller teller,
                Consumer<Outcome> listener) {
            super(handle, target, request, payload, begun, timeout);
            this.teller = teller;
            this.listener = listener;
        }

        @Override
        void settled(Outcome outcome) {
            teller.tell(() -> listener.accept(outcome));
        }
    }
}
