package dev.sleuth;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.rpc.Target;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A peer on the network: offers a service if its config names one, and calls those of others. For any number of
 * threads.
 *
 * <pre>{@code
 * try (Sleuth sleuth = Sleuth.join(SleuthConfig.defaults())) {
 *   sleuth.waitFor(Duration.ofSeconds(5), "orders");
 *   Response response = sleuth.send(Request.get("sleuth://orders/42"));
 * }
 * }</pre>
 */
public final class Sleuth implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final SleuthConfig config;
    private final Driver driver;
    private final AtomicLong handles = new AtomicLong();

    private Sleuth(SleuthConfig config, Driver driver) {
        this.config = config;
        this.driver = driver;
    }

    /**
     * Joins the network. Returns at once; others are found in the time that follows ({@link #waitFor}).
     *
     * @throws SleuthException 907 if there is no such interface, 908 if the UDP port cannot be used, 905 if a socket
     *     cannot be opened
     */
    public static Sleuth join(SleuthConfig config) {
        return join(config, Hooks.none());
    }

    static Sleuth join(SleuthConfig config, Hooks hooks) {
        WarmUp.once();
        InterfaceChoice choice = InterfaceChoice.of(config.interfaces(), System::getenv);
        // JeroMQ gives up what it is doing when it finds the flag set.
        boolean interrupted = Thread.interrupted();
        try {
            Driver driver = new Driver(config, choice, hooks);
            driver.start();
            return new Sleuth(config, driver);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Calls a service and waits for the answer, as long as the config's timeout.
     *
     * @param request its URL is {@code sleuth://service/path}, or {@code sleuth://uuid@service/path} for one peer
     * @return the answer, whatever its status; an answer to HEAD and one with a status of 204 or 304 has no body. If
     *     the call was sent more than once, the field {@code Sleuth-Attempts} says how often
     * @throws SleuthException 916 for another URL, 917 if the answer cannot be read, 919 if no peer offers the service
     *     or the one that is called does not, 920 if no answer came in time, 929 if the request could not be sent, 934
     *     from a handler that runs inline, 935 if this peer is closed, 941 if the peer that was asked is gone, 942 if
     *     the body or the headers are too long, 943 if too many calls are waiting, 944 if the thread was interrupted
     */
    public Response send(Request request) {
        return send(request, config.timeout());
    }

    /** The same with another timeout. */
    public Response send(Request request, Duration timeout) {
        checkOpen(SleuthException.DO);
        checkOutside(SleuthException.DO);
        Target target = target(request);
        long handle = handles.getAndIncrement();
        long begun = driver.clock().getAsLong();
        byte[] payload = encode(handle, target, request);
        PendingCall.Blocking call = new PendingCall.Blocking(handle, target, request, payload, begun, nanos(timeout));
        driver.call(call);
        driver.aboutToWait();
        return call.await();
    }

    /**
     * Calls a service. What is made to depend on the future runs on threads of its own.
     *
     * @return completes with the answer, or exceptionally with what {@link #send(Request)} throws
     */
    public CompletableFuture<Response> sendAsync(Request request) {
        return sendAsync(request, config.timeout());
    }

    /** The same with another timeout. */
    public CompletableFuture<Response> sendAsync(Request request, Duration timeout) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        try {
            call(request, timeout, outcome -> complete(future, outcome));
        } catch (SleuthException failure) {
            future.completeExceptionally(failure);
        }
        return future;
    }

    private static void complete(CompletableFuture<Response> future, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            future.completeExceptionally(PendingCall.failure(failed));
        } else {
            future.complete(((Outcome.Answered) outcome).response());
        }
    }

    /** Calls a service and has {@code listener} told the outcome, on a thread of the completer's. */
    void call(Request request, Duration timeout, Consumer<Outcome> listener) {
        checkOpen(SleuthException.DO);
        Target target = target(request);
        long handle = handles.getAndIncrement();
        long begun = driver.clock().getAsLong();
        byte[] payload = encode(handle, target, request);
        driver.teller().promise();
        driver.call(new PendingCall.Told(
                handle, target, request, payload, begun, nanos(timeout), driver.teller(), listener));
    }

    private void checkOpen(Integer... outer) {
        if (driver.isStopped()) {
            List<Integer> trace = new ArrayList<>(List.of(outer));
            trace.add(0, SleuthException.CLOSED);
            throw new SleuthException(trace, "this peer is closed", null);
        }
    }

    /** What is waited for would have to come through the very thread that waits. */
    private void checkOutside(int code) {
        if (driver.isInside()) {
            throw new SleuthException(
                    code, "a handler that runs inline cannot wait for others: use another HandlerThreads");
        }
    }

    private Target target(Request request) {
        Target target = Target.parse(request.url());
        if (request.body().length > config.maxBody()) {
            throw new SleuthException(
                    SleuthException.TOO_LARGE,
                    "the body of " + request + " is longer than the " + config.maxBody()
                            + " bytes that the config allows");
        }
        return target;
    }

    private byte[] encode(long handle, Target target, Request request) {
        Request sent = new Request(request.method(), target.path(), request.headers(), request.body());
        byte[] payload = driver.codec().encode(driver.id(), handle, sent);
        if (!driver.codec().fits(payload, request.body().length)) {
            throw new SleuthException(
                    SleuthException.TOO_LARGE,
                    "the headers of " + request + " are too long: with its URL they may take a mebibyte");
        }
        return payload;
    }

    /** As many as can be added to a time of a clock; a negative duration is none. */
    static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
    }

    /**
     * Waits until each of these services is offered by at least one peer.
     *
     * @throws SleuthException 936 if the time is up first or a handler that runs inline waits, 935 if this peer is
     *     closed, 944 if the thread was interrupted
     */
    public void waitFor(Duration timeout, String... services) {
        long end = System.nanoTime() + nanos(timeout);
        List<String> wanted = List.of(services);
        synchronized (driver.viewChanged()) {
            checkOpen(SleuthException.WAIT);
            driver.aboutToWait();
            while (!services().keySet().containsAll(wanted)) {
                checkOutside(SleuthException.WAIT);
                long left = end - System.nanoTime();
                if (left <= 0) {
                    List<String> missing = wanted.stream()
                            .filter(service -> !services().containsKey(service))
                            .toList();
                    throw new SleuthException(
                            SleuthException.WAIT,
                            "nobody offers " + String.join(", ", missing) + " after " + timeout.toMillis() + " ms");
                }
                await(left);
                checkOpen(SleuthException.WAIT);
            }
        }
    }

    private void await(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(driver.viewChanged(), nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SleuthException(
                    List.of(SleuthException.INTERRUPTED, SleuthException.WAIT),
                    "interrupted while waiting for services",
                    null);
        }
    }

    /** Who this peer is: new with every {@link #join}. */
    public PeerId id() {
        return driver.id();
    }

    /** Where other peers reach this one: the first of {@link #localAddresses}, or the last that there was. */
    public Endpoint endpoint() {
        return driver.whereabouts().endpoint();
    }

    /**
     * Where this peer lives now: the addresses of the interfaces that were chosen and are there. An immutable snapshot;
     * empty while there is none.
     */
    public List<LocalAddress> localAddresses() {
        return driver.whereabouts().addresses();
    }

    /** Everyone who has greeted this peer and is not gone. An immutable snapshot. */
    public Collection<Member> peers() {
        return driver.view().peers().values();
    }

    /** Who offers what. An immutable snapshot; a service that nobody offers is not in it. */
    public SortedMap<String, List<Member>> services() {
        return driver.view().services();
    }

    /**
     * Stops offering the service without leaving: others stop calling it at once, and this peer goes on seeing and
     * calling them. Waits until everybody knows and all requests are answered, those too that were on their way. Those
     * that come all the same, from callers that name this very peer or that do not look at groups, are answered as
     * ever. Called by a handler, it does not wait for that handler: it returns false at once. Nothing changes for a
     * peer that offers nothing.
     *
     * @param within how long to wait; the peer is drained in any case
     * @return whether all is done; false also if {@link #resume} or {@link #close} came first
     * @throws SleuthException 935 if this peer is closed, 944 if the thread was interrupted
     */
    public boolean drain(Duration within) {
        checkOpen();
        CompletableFuture<Boolean> drained = driver.departures().drain();
        if (driver.isInside() || driver.isHandling()) {
            return false;
        }
        driver.aboutToWait();
        try {
            return drained.get(nanos(within), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SleuthException(
                    List.of(SleuthException.INTERRUPTED),
                    "interrupted while waiting for what is in hand; this peer offers nothing until it is resumed",
                    interrupted);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * Offers the service again after {@link #drain}: others call it as soon as they hear of it. The original does not
     * look at groups when a peer comes back: its callers find this one again when they meet it anew.
     *
     * @throws SleuthException 935 if this peer is closed
     */
    public void resume() {
        checkOpen();
        driver.departures().resume();
    }

    /**
     * Leaves the network without losing a call: says so, which keeps others from calling, answers what has come and
     * what was on its way, says goodbye and closes. That takes as long as the handlers need, at most
     * {@link SleuthConfig#grace}, and a few tens of milliseconds if there is nothing to do; a peer that offers nothing
     * closes at once.
     *
     * <p>From the beginning further calls fail with the trace {@code [935, 934]}; only handlers may call until they are
     * done, on their own threads. Calls that still wait in the end fail with 935, and handlers that are still at work
     * are interrupted. Does nothing but wait if it is closing already. Called by a handler, it returns at once, and the
     * leaving goes on.
     */
    @Override
    public void close() {
        driver.close();
    }

    SleuthConfig config() {
        return config;
    }

    Driver driver() {
        return driver;
    }

    void abort() {
        driver.abort();
    }
}
