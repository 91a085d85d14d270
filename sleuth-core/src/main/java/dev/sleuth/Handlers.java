package dev.sleuth;

import dev.sleuth.rpc.Admission;
import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Refusal;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the handler answer, and makes a payload of it: exactly one comes of each request, whatever the handler does. */
final class Handlers {
    /** What goes back to the caller, and how long that took in nanoseconds. */
    record Answer(int status, byte[] payload, long nanos) {}

    /** How many bytes of requests may be in hand, so that few large ones are as bounded as many small ones. */
    private static final long MAX_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final Handler handler;
    private final HandlerThreads.Running threads;
    private final EnvelopeCodec codec;
    private final LongSupplier clock;
    private final Complaints complaints;
    private final Room bytes = new Room(MAX_BYTES);
    /** Itself the lock: requests come and end on any thread. */
    private final Admission admission;

    /**
     * @param handler null if there is none
     * @param name of the peer's threads
     */
    Handlers(
            @Nullable Handler handler,
            HandlerThreads threads,
            String name,
            Leadership leadership,
            EnvelopeCodec codec,
            LongSupplier clock) {
        this(handler, threads.admission(), threads.start(name + "-handler", leadership), codec, clock);
    }

    /** @param handler null if there is none */
    Handlers(
            @Nullable Handler handler,
            Admission admission,
            HandlerThreads.Running threads,
            EnvelopeCodec codec,
            LongSupplier clock) {
        this.handler = handler != null ? handler : request -> Response.of(501);
        this.admission = admission;
        this.threads = threads;
        this.codec = codec;
        this.clock = clock;
        this.complaints = new Complaints(LOG, clock);
    }

    /**
     * Has a request answered on a thread of the handler's, or refused.
     *
     * @param handle the caller's name for the request
     * @param wanted asked on that thread, whether anybody still wants it to be carried out
     * @param whenDone told the answer, on that thread
     * @param refused told after how many milliseconds it is worth asking again: at once if there is no room for the
     *     request, or on a thread of the handler's if it has waited for too long
     */
    void serve(
            String handle, Request request, BooleanSupplier wanted, Consumer<Answer> whenDone, LongConsumer refused) {
        long arrived = clock.getAsLong();
        long size = size(request);
        if (!bytes.take(size)) {
            refused.accept(hint(arrived));
        } else if (!admit(arrived)) {
            bytes.give(size);
            refused.accept(hint(arrived));
        } else if (!handOver(request, () -> perform(handle, request, wanted, arrived, size, whenDone, refused))) {
            synchronized (admission) {
                admission.withdraw();
            }
            bytes.give(size);
            refused.accept(hint(arrived));
        }
    }

    private boolean handOver(Request request, Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException noRoom) {
            return false;
        } catch (RuntimeException failure) {
            complaints.warn(failure, "the executor for handlers did not take {}", request);
            return false;
        }
    }

    private void perform(
            String handle,
            Request request,
            BooleanSupplier wanted,
            long arrived,
            long size,
            Consumer<Answer> whenDone,
            LongConsumer refused) {
        try {
            long begun = clock.getAsLong();
            if (!begin(begun, arrived)) {
                refused.accept(hint(begun));
            } else if (wanted.getAsBoolean()) {
                whenDone.accept(answered(handle, request, begun));
            } else {
                end();
                refused.accept(0);
            }
        } finally {
            bytes.give(size);
        }
    }

    private Answer answered(String handle, Request request, long begun) {
        try {
            Answer answer = answer(handle, request, begun);
            threads.took(answer.nanos());
            return answer;
        } finally {
            end();
        }
    }

    private void end() {
        synchronized (admission) {
            admission.end();
        }
    }

    private boolean admit(long now) {
        boolean growing = threads.isGrowing();
        synchronized (admission) {
            return admission.admit(now, growing);
        }
    }

    private boolean begin(long now, long arrived) {
        synchronized (admission) {
            return admission.begin(now, arrived);
        }
    }

    private long hint(long now) {
        synchronized (admission) {
            return admission.hintMillis(now);
        }
    }

    /** How many requests were taken and not answered yet. */
    int inHand() {
        synchronized (admission) {
            return admission.inHand();
        }
    }

    /** How many of those wait for a thread. */
    int waiting() {
        synchronized (admission) {
            return admission.waiting();
        }
    }

    /** About as many bytes as it takes: what is not in the body may be long, too. */
    private static long size(Request request) {
        long size = (long) request.body().length + request.url().length();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            size += header.getKey().length();
            for (String value : header.getValue()) {
                size += value.length();
            }
        }
        return size;
    }

    /** Takes nothing more. */
    void stop() {
        threads.stop();
    }

    private Answer answer(String handle, Request request, long begun) {
        Response refusal = Response.of(500);
        try {
            Response response = handler.handle(request);
            if (response == null) {
                complaints.warn(null, "the handler answered {} with null", request);
            } else if (response.status() < 200) {
                complaints.warn(
                        null,
                        "the handler answered {} with {}, after which another answer would come",
                        request,
                        response);
            } else if (response.body().length > codec.maxBody()) {
                complaints.warn(
                        null,
                        "the handler answered {} with {} bytes; {} are allowed",
                        request,
                        response.body().length,
                        codec.maxBody());
                refusal = refusal.withBody("the response is longer than " + codec.maxBody() + " bytes");
            } else {
                Response finished = Finish.of(request, Refusal.executed(response));
                byte[] payload = codec.encode(handle, finished);
                if (codec.fits(payload, finished.body().length)) {
                    return new Answer(response.status(), payload, clock.getAsLong() - begun);
                }
                complaints.warn(null, "the handler answered {} with headers that are too long", request);
                refusal = refusal.withBody("the response's headers are too long");
            }
        } catch (Exception | Error failure) {
            complaints.warn(failure, "the handler failed at {}", request);
        }
        Response finished = Finish.of(request, refusal);
        return new Answer(refusal.status(), codec.encode(handle, finished), clock.getAsLong() - begun);
    }
}
