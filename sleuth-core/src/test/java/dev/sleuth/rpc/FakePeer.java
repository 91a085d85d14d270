package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An engine on a {@link FakeWire}. It checks that the engine keeps the rules of its port. */
final class FakePeer implements Port {
    static final String GROUP = "SLEUTH-v1";
    static final EnvelopeCodec CODEC = new EnvelopeCodec(GROUP, 16 << 20);

    final FakeWire wire;
    final String name;
    final PeerId id;
    final String host;
    final int port;
    final Engine engine;
    boolean dead;

    /** What answers; null while requests only pile up in {@link #asked}. */
    Function<Request, Response> handler = request -> Response.ok(request.text());

    boolean refusesToServe;
    /** What it says then. */
    long hintMillis = 50;

    int drained;
    int closed;

    /** How many of the next sends find their link full. */
    int full;

    /** Requests that a null handler left unanswered: callers and handles. */
    final List<Map.Entry<PeerId, String>> asked = new ArrayList<>();

    final List<Observation> observed = new ArrayList<>();
    final Map<Call, Outcome> settled = new LinkedHashMap<>();
    final Set<Long> open = new LinkedHashSet<>();
    /** Where links were opened to, in order. */
    final List<Endpoint> dialled = new ArrayList<>();

    private final Map<Long, PeerId> remotes = new LinkedHashMap<>();
    private final Set<Long> used = new LinkedHashSet<>();
    private long handles;

    /** {@code number} is the peer's identity, the end of its address, and orders it among the others. */
    FakePeer(FakeWire wire, int number, String service) {
        this(wire, number, service, Timing.LAN);
    }

    FakePeer(FakeWire wire, int number, String service, Timing timing) {
        this(wire, number, service, timing, RetryPolicy.DEFAULT);
    }

    FakePeer(FakeWire wire, int number, String service, Timing timing, RetryPolicy retries) {
        this.wire = wire;
        this.name = "P" + number;
        this.id = new PeerId((long) number << 56, number);
        this.host = "10.0.0." + number;
        this.port = 5000 + number;
        this.engine = new Engine(id, port, new Offer(service, null), timing, retries, CODEC, this, wire.now);
        wire.plugIn(this);
    }

    Endpoint endpoint() {
        return new Endpoint(host, port);
    }

    long deadline() {
        return engine.deadline();
    }

    /** Calls a service, with 500 ms to answer. */
    Call call(String service, String body) {
        return call(service, body.getBytes(StandardCharsets.UTF_8));
    }

    Call call(String service, byte[] body) {
        return call(null, service, body);
    }

    /** Calls one peer. */
    Call call(PeerId peer, String service) {
        return call(peer, service, new byte[0]);
    }

    private Call call(PeerId peer, String service, byte[] body) {
        return call(peer, service, Request.of("POST", "/" + service).withBody(body));
    }

    /** Calls whoever's turn it is, or one peer, with any request. */
    Call call(PeerId peer, String service, Request request) {
        long handle = handles++;
        byte[] payload = CODEC.encode(id, handle, request);
        Call call = new Call(handle, peer, service, payload, wire.now + 500 * FakeWire.MS, request.isIdempotent());
        engine.call(wire.now, call);
        return call;
    }

    Outcome outcome(Call call) {
        return settled.get(call);
    }

    int failure(Call call) {
        assertThat(outcome(call)).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome(call)).code();
    }

    Response response(Call call) {
        assertThat(outcome(call)).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome(call)).response();
    }

    long newestLink() {
        return used.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    boolean isTo(long link, FakePeer peer) {
        return peer.id.equals(remotes.get(link));
    }

    /** What was observed about others, as words: "entered P2", "exited P2 LEFT". */
    List<String> story() {
        return observed.stream().map(FakePeer::words).toList();
    }

    /** Who came and went. */
    List<String> events() {
        return story().stream()
                .filter(words -> !words.startsWith("rejected")
                        && !words.startsWith("suspects")
                        && !words.startsWith("trusts")
                        && !words.startsWith("retried"))
                .toList();
    }

    /** Who was suspected, and which calls moved on. */
    List<String> suspicions() {
        return story().stream()
                .filter(words ->
                        words.startsWith("suspects") || words.startsWith("trusts") || words.startsWith("retried"))
                .toList();
    }

    List<String> rejections() {
        return story().stream().filter(words -> words.startsWith("rejected")).toList();
    }

    private static String words(Observation observation) {
        if (observation instanceof Observation.Entered entered) {
            return "entered " + peer(entered.member().id());
        } else if (observation instanceof Observation.Exited exited) {
            return "exited " + peer(exited.member().id()) + " " + exited.cause();
        } else if (observation instanceof Observation.Offered offered) {
            return "offered " + peer(offered.member().id());
        } else if (observation instanceof Observation.Withdrawn withdrawn) {
            return "withdrawn " + peer(withdrawn.member().id());
        } else if (observation instanceof Observation.Suspected suspected) {
            return (suspected.suspect() ? "suspects " : "trusts ")
                    + peer(suspected.member().id());
        } else if (observation instanceof Observation.Retried retried) {
            return "retried P" + retried.from().low() + " to P" + retried.to().low() + " " + retried.why();
        }
        Observation.Rejected rejected = (Observation.Rejected) observation;
        return "rejected " + peer(rejected.from()) + " " + rejected.reason();
    }

    private static String peer(PeerId id) {
        return "P" + id.low();
    }

    /** What a driver does with a message: small payloads are decoded before the engine is entered. */
    void arrived(FakePeer from, Message message) {
        Message decoded = message;
        if (message instanceof Message.Whisper whisper && !frames(whisper).isEmpty()) {
            Envelope envelope = CODEC.decodeSmall(frames(whisper).get(0));
            decoded = envelope == null ? message : new Message.Whisper(whisper.sequence(), envelope);
        }
        engine.message(wire.now, from.id, from.host, decoded);
    }

    private static List<byte[]> frames(Message.Whisper whisper) {
        return ((Message.Frames) whisper.content()).frames();
    }

    @Override
    public void broadcast(Beacon beacon) {
        wire.broadcast(this, beacon);
    }

    @Override
    public String facing(Endpoint remote) {
        return host;
    }

    @Override
    public void open(long link, PeerId peer, Endpoint endpoint) {
        assertThat(used.add(link)).as("link " + link + " is new").isTrue();
        open.add(link);
        dialled.add(endpoint);
        remotes.put(link, peer);
        wire.open(this, link, endpoint.toString());
    }

    @Override
    public boolean send(long link, byte[][] frames) {
        assertThat(open).as("links that may be sent on").contains(link);
        if (full > 0) {
            full--;
            return false;
        }
        wire.send(this, link, frames);
        return true;
    }

    @Override
    public void close(long link) {
        assertThat(used).as("links that may be closed").contains(link);
        open.remove(link);
        wire.close(this, link);
    }

    @Override
    public void serve(PeerId caller, String handle, Request request) {
        if (refusesToServe) {
            wire.fly(this, this, "refusal", () -> engine.refused(wire.now, caller, handle, hintMillis));
        } else if (handler == null) {
            asked.add(Map.entry(caller, handle));
        } else {
            wire.fly(this, this, "handler", () -> answer(caller, handle, handler.apply(request)));
        }
    }

    @Override
    public boolean tellOfSelf(PeerId caller, String handle, Request request) {
        return false;
    }

    void answer(PeerId caller, String handle, Response response) {
        engine.answer(wire.now, caller, CODEC.encode(handle, response));
    }

    @Override
    public boolean unpack(PeerId from, byte[] payload) {
        wire.fly(this, this, "unpacked", () -> engine.unpacked(wire.now, from, CODEC.decode(payload)));
        return true;
    }

    @Override
    public void settle(Call call, Outcome outcome) {
        assertThat(settled.put(call, outcome))
                .as("how " + call + " ended before")
                .isNull();
    }

    @Override
    public void drained() {
        drained++;
    }

    @Override
    public void closed() {
        closed++;
    }

    @Override
    public void observe(Observation observation) {
        observed.add(observation);
    }
}
