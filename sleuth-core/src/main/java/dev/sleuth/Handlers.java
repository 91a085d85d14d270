package dev.sleuth;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
    private final Room bytes = new Room(MAX_BYTES);
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();

    /** @param handler null if there is none */
    Handlers(@Nullable Handler handler, HandlerThreads.Running threads, EnvelopeCodec codec, LongSupplier clock) {
        this.handler = handler != null ? handler : request -> Response.of(501);
        this.threads = threads;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Has a request answered on a thread of the handler's.
     *
     * @param handle the caller's name for the request
     * @param whenDone told the answer, on that thread
     * @return false if there is no room for it
     */
    boolean serve(String handle, Request request, Consumer<Answer> whenDone) {
        long size = size(request);
        if (!bytes.take(size)) {
            return false;
        }
        try {
            inHand.incrementAndGet();
            threads.execute(() -> {
                atWork.incrementAndGet();
                try {
                    Answer answer = answer(handle, request);
                    threads.took(answer.nanos());
                    whenDone.accept(answer);
                } finally {
                    atWork.decrementAndGet();
                    letGo(size);
                }
            });
            return true;
        } catch (RejectedExecutionException noRoom) {
            letGo(size);
        } catch (RuntimeException failure) {
            letGo(size);
            LOG.warn("the executor for handlers did not take {}", request, failure);
        }
        return false;
    }

    private void letGo(long size) {
        inHand.decrementAndGet();
        bytes.give(size);
    }

    /** How many requests were taken and not answered yet. */
    int inHand() {
        return inHand.get();
    }

    /** How many of those wait for a thread. */
    int waiting() {
        int begun = atWork.get();
        return Math.max(0, inHand.get() - begun);
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

    private Answer answer(String handle, Request request) {
        long begun = clock.getAsLong();
        Response refusal = Response.of(500);
        try {
            Response response = handler.handle(request);
            if (response == null) {
                LOG.warn("the handler answered {} with null", request);
            } else if (response.status() < 200) {
                LOG.warn("the handler answered {} with {}, after which another answer would come", request, response);
            } else if (response.body().length > codec.maxBody()) {
                LOG.warn(
                        "the handler answered {} with {} bytes; {} are allowed",
                        request,
                        response.body().length,
                        codec.maxBody());
                refusal = refusal.withBody("the response is longer than " + codec.maxBody() + " bytes");
            } else {
                Response finished = Finish.of(request, response);
                byte[] payload = codec.encode(handle, finished);
                if (codec.fits(payload, finished.body().length)) {
                    return new Answer(response.status(), payload, clock.getAsLong() - begun);
                }
                LOG.warn("the handler answered {} with headers that are too long", request);
                refusal = refusal.withBody("the response's headers are too long");
            }
        } catch (Exception | Error failure) {
            LOG.warn("the handler failed at {}", request, failure);
        }
        Response finished = Finish.of(request, refusal);
        return new Answer(refusal.status(), codec.encode(handle, finished), clock.getAsLong() - begun);
    }
}
