package dev.sleuth.rpc;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.MalformedException;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A peer as zyre.js 1.3.0 is one, and an engine of ours beside it, on a clock that the test moves. A number that it
 * does not expect makes it forget us, and the message is lost; a beacon, or a HELLO from whom it does not know, makes
 * it greet us.
 */
final class ZyreJsModel implements Port {
    static final long MS = FakeWire.MS;
    private static final long LATENCY = MS / 10;
    private static final PeerId US = new PeerId(1, 1);
    private static final PeerId IT = new PeerId(2, 2);
    private static final Endpoint ITS = new Endpoint("10.0.0.2", 5002);
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(FakePeer.GROUP, 1 << 20);

    private record Arrival(long at, Runnable what) {}

    long now = 1_000 * MS;
    /** How often it has forgotten us. */
    int forgotten;

    final Engine ours;
    final Map<Call, Outcome> settled = new LinkedHashMap<>();
    final List<Observation> observed = new ArrayList<>();

    private final ArrayDeque<Arrival> flying = new ArrayDeque<>();
    private boolean knowsUs;
    private int expects;
    private int said;
    private long link;
    private long handles;

    ZyreJsModel() {
        ours = new Engine(US, 5001, new Offer(null, null), Timing.LAN, RetryPolicy.NONE, CODEC, this, now);
    }

    /** Lets time pass; everything takes a tenth of a millisecond. */
    void advance(long millis) {
        long end = now + millis * MS;
        while (true) {
            long arrival = flying.isEmpty() ? Long.MAX_VALUE : flying.peek().at();
            long next = Math.min(arrival, ours.deadline());
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
            if (arrival <= now) {
                flying.remove().what().run();
            } else {
                ours.tick(now);
            }
        }
    }

    /** It has counted wrongly. */
    void saysPingWithNumber(int number) {
        said = number - 1;
        says(Message.Ping::new);
    }

    Call call() {
        long handle = handles++;
        byte[] payload = CODEC.encode(US, handle, Request.get("/tea"));
        Call call = new Call(handle, null, "tea", payload, now + 500 * MS, false);
        ours.call(now, call);
        return call;
    }

    private void fly(Runnable what) {
        flying.add(new Arrival(now + LATENCY, what));
    }

    private void hears(Message message) {
        if (!knowsUs) {
            if (!(message instanceof Message.Hello)) {
                return;
            }
            greets();
        }
        if (message.sequence() != expects) {
            knowsUs = false;
            forgotten++;
            return;
        }
        expects = (expects + 1) % 65_535;
        if (message instanceof Message.Ping) {
            says(Message.PingOk::new);
        } else if (message instanceof Message.Whisper) {
            // Whoever hears the question hears all: the one call that is open gets its answer.
            byte[] answer = CODEC.encode(Long.toHexString(handles - 1), Response.ok("hot"));
            says(sequence -> new Message.Whisper(sequence, new Message.Frames(List.of(answer))));
        }
    }

    private void greets() {
        knowsUs = true;
        expects = 1;
        said = 0;
        Map<String, String> headers = new Offer("tea", null).headers(FakePeer.GROUP, IT);
        says(sequence -> new Message.Hello(sequence, ITS.toString(), List.of(FakePeer.GROUP), 1, "zyre.js", headers));
    }

    private void says(IntFunction<Message> message) {
        said = (said + 1) % 65_535;
        Message one = message.apply(said);
        Message decoded = one instanceof Message.Whisper whisper
                ? new Message.Whisper(
                        said,
                        CODEC.decode(
                                ((Message.Frames) whisper.content()).frames().get(0)))
                : one;
        fly(() -> ours.message(now, IT, ITS.host(), decoded));
    }

    @Override
    public void broadcast(Beacon beacon) {
        fly(() -> {
            if (!knowsUs) {
                greets();
            }
        });
    }

    @Override
    public String facing(Endpoint remote) {
        return "10.0.0.1";
    }

    @Override
    public void open(long number, PeerId peer, Endpoint endpoint) {
        link = number;
        fly(() -> ours.opened(now, number));
    }

    @Override
    public boolean send(long number, byte[][] frames) {
        try {
            Message message = Codec.decode(List.of(frames));
            fly(() -> hears(message));
            return number == link;
        } catch (MalformedException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void drained() {}

    @Override
    public void closed() {}

    @Override
    public void close(long number) {}

    @Override
    public void serve(PeerId caller, String handle, Request request) {
        throw new AssertionError("it asks nothing");
    }

    @Override
    public boolean tellOfSelf(PeerId caller, String handle, Request request) {
        return false;
    }

    @Override
    public boolean unpack(PeerId from, byte[] payload) {
        return false;
    }

    @Override
    public void settle(Call call, Outcome outcome) {
        settled.put(call, outcome);
    }

    @Override
    public void observe(Observation observation) {
        observed.add(observation);
    }

    /** Why we lost track of it. */
    List<Cause> exits() {
        return observed.stream()
                .filter(Observation.Exited.class::isInstance)
                .map(exited -> ((Observation.Exited) exited).cause())
                .toList();
    }
}
