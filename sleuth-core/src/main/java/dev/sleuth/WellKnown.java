package dev.sleuth;

import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /.well-known/sleuth}: who this peer is, what it sees and how its calls go. On a thread of its own,
 * which exists only while somebody asks, and from a snapshot that is taken at most twice a second.
 */
final class WellKnown {
    static final String PATH = "/.well-known/sleuth";

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MAX_WAITING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(WellKnown.class);

    private final SleuthConfig config;
    private final LongSupplier clock;
    private final LongFunction<byte[]> painter;
    private final ThreadPoolExecutor thread;
    /** What was answered last, and when it was taken: both belong to the one thread. */
    private byte[] latest = {};

    private long taken;

    /**
     * @param config says whether anything is answered here at all, and how long a body may be
     * @param painter takes the snapshot, at a time of the clock; called on the one thread
     */
    WellKnown(String name, SleuthConfig config, LongSupplier clock, LongFunction<byte[]> painter) {
        this.config = config;
        this.clock = clock;
        this.painter = painter;
        this.thread = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), run -> {
            Thread made = new Thread(run, name);
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whether it is asked for, whatever the method. */
    boolean isMeant(Request request) {
        String url = request.url();
        return config.wellKnown()
                && url.startsWith(PATH)
                && (url.length() == PATH.length() || "?#".indexOf(url.charAt(PATH.length())) >= 0);
    }

    /** Has {@code whenDone} told the answer, elsewhere; here only if too many wait already. */
    void answer(Request request, Consumer<Response> whenDone) {
        try {
            thread.execute(() -> whenDone.accept(response(request.method())));
        } catch (RejectedExecutionException full) {
            whenDone.accept(Response.of(503).withHeader("Retry-After", "1"));
        }
    }

    private Response response(String method) {
        try {
            return tried(method);
        } catch (RuntimeException | Error failure) {
            LOG.error("{} could not be answered; please report this", PATH, failure);
            return Response.of(500);
        }
    }

    private Response tried(String method) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Response.of(405).withHeader("Allow", "GET, HEAD");
        }
        byte[] json = snapshot();
        if (json.length > config.maxBody()) {
            return Response.of(500).withBody("the answer is longer than " + config.maxBody() + " bytes");
        }
        Response head = Response.of(200)
                .withHeader("Content-Type", "application/json")
                .withHeader("Cache-Control", "no-store")
                .withHeader("Content-Length", Integer.toString(json.length));
        return method.equals("GET") ? head.withBody(json) : head;
    }

    private byte[] snapshot() {
        long now = clock.getAsLong();
        if (latest.length == 0 || now - taken >= FRESH_NANOS) {
            latest = painter.apply(now);
            taken = now;
        }
        return latest;
    }

    /** Answers nobody any more. */
    void stop() {
        thread.shutdownNow();
    }
}
