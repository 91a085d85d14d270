package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Timing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/** A network that keeps to no rule: makes input for one engine up, and checks its output. */
final class Chaos implements Port {
    /** More than these there are not, besides the engine itself. */
    static final int PEERS = 12;

    final Random random;
    final Engine engine;
    final Set<Long> open = new LinkedHashSet<>();
    final Set<PeerId> entered = new LinkedHashSet<>();
    final Set<PeerId> offered = new LinkedHashSet<>();
    final Set<Call> called = new LinkedHashSet<>();
    final Set<Call> settled = new LinkedHashSet<>();
    final Set<String> kinds = new LinkedHashSet<>();
    private final Map<PeerId, Integer> next = new LinkedHashMap<>();
    private final List<Call> waiting = new ArrayList<>();
    private final Queue<Map.Entry<PeerId, String>> refused = new ArrayDeque<>();
    private final PeerId self = new PeerId(77, 77);
    private long lastLink;
    private long handles;
    long now = 5;
    int answered;
    int outputs;

    /** @param random decides all that comes */
    Chaos(Random random) {
        this.random = random;
        engine = new Engine(
                self, 5077, new Offer("echo", "1"), Timing.LAN, RetryPolicy.DEFAULT, FakePeer.CODEC, this, now);
    }

    void input() {
        now += random.nextInt(100) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(3_000_000);
        PeerId peer = random.nextInt(50) == 0 ? self : new PeerId(0, random.nextInt(PEERS));
        String host = "10.0.0." + (peer.low() + (random.nextInt(20) == 0 ? 100 : 0));
        int what = random.nextInt(100);
        if (what < 15) {
            engine.beacon(now, host, new Beacon(peer, random.nextInt(30) == 0 ? 0 : 5001 + random.nextInt(2)));
        } else if (what < 55) {
            engine.message(now, peer, host, message(peer));
        } else if (what < 58) {
            engine.malformed(now, peer, host, "rubbish");
        } else if (what < 66) {
            engine.opened(now, link());
        } else if (what < 71) {
            engine.broken(now, link(), Cause.values()[random.nextInt(Cause.values().length)]);
        } else if (what < 80) {
            call();
        } else if (what < 86) {
            engine.unpacked(now, peer, envelope(peer));
        } else if (what < 87 && !refused.isEmpty()) {
            Map.Entry<PeerId, String> request = refused.remove();
            engine.refused(now, request.getKey(), request.getValue(), 5);
        } else if (what < 89) {
            engine.answer(now, peer, new byte[random.nextInt(64)]);
        } else {
            engine.tick(random.nextInt(4) == 0 ? now : Math.max(now, Math.min(engine.deadline(), now + 1_000_000_000)));
        }
    }

    private void call() {
        byte[] payload = FakePeer.CODEC.encode(self, handles, Request.get("/"));
        String service = random.nextInt(10) == 0 ? "nobody" : "tea";
        Call call = new Call(handles++, service, payload, now + random.nextInt(800_000_000), random.nextBoolean());
        called.add(call);
        waiting.add(call);
        if (waiting.size() > 50) {
            waiting.remove(0);
        }
        engine.call(now, call);
    }

    private long link() {
        List<Long> links = new ArrayList<>(open);
        boolean anyNumber = links.isEmpty() || random.nextInt(10) == 0;
        return anyNumber ? random.nextInt(1_000) : links.get(random.nextInt(links.size()));
    }

    private Message message(PeerId peer) {
        int sequence = random.nextInt(25) == 0 ? random.nextInt(70_000) & 0xFFFF : next.getOrDefault(peer, 2);
        next.put(peer, sequence + 1 & 0xFFFF);
        String group = random.nextInt(3) == 0 ? "CHAT" : FakePeer.GROUP;
        return switch (random.nextInt(14)) {
            case 0 -> {
                next.put(peer, 2);
                yield hello(peer);
            }
            case 1 -> new Message.Join(sequence, group, random.nextInt(256));
            case 2 -> new Message.Leave(sequence, group, random.nextInt(256));
            case 3 -> new Message.Shout(sequence, group, new Message.Frames(List.of()));
            case 4 -> new Message.Other(sequence, 8 + random.nextInt(3));
            case 5 -> {
                List<byte[]> frames = random.nextBoolean() ? List.of() : List.of(new byte[9]);
                yield new Message.Whisper(sequence, new Message.Frames(frames));
            }
            case 6, 7 -> new Message.PingOk(sequence);
            case 8, 9 -> new Message.Ping(sequence);
            default -> new Message.Whisper(sequence, envelope(peer));
        };
    }

    private Message.Hello hello(PeerId peer) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (random.nextInt(4) > 0) {
            headers.putAll(new Offer(random.nextInt(4) == 0 ? "milk" : "tea", null).headers(FakePeer.GROUP, peer));
        }
        String endpoint = random.nextInt(10) == 0 ? "rubbish" : "tcp://10.0.0." + peer.low() + ":5001";
        List<String> groups = random.nextInt(5) == 0 ? List.of() : List.of(FakePeer.GROUP);
        int sequence = random.nextInt(9) == 0 ? 65_535 : 1;
        return new Message.Hello(sequence, endpoint, groups, random.nextInt(256), "x", headers);
    }

    private Envelope envelope(PeerId peer) {
        Call call = waiting.isEmpty() ? null : waiting.get(random.nextInt(waiting.size()));
        return switch (random.nextInt(6)) {
            case 0 -> new Envelope.Unreadable(SleuthException.UNZIP, "not gzip", null);
            case 1, 2 -> new Envelope.Question("h\ud800", Request.get("/"));
            default -> new Envelope.Answer(call == null ? 0 : call.handle, Response.of(200));
        };
    }

    @Override
    public void broadcast(Beacon beacon) {
        assertThat(beacon.peer()).isEqualTo(self);
        outputs++;
    }

    @Override
    public String facing(Endpoint remote) {
        return "10.0.0.77";
    }

    @Override
    public void open(long link, PeerId peer, Endpoint endpoint) {
        assertThat(link).as("a new link").isGreaterThan(lastLink);
        assertThat(peer).isNotEqualTo(self);
        lastLink = link;
        open.add(link);
        outputs++;
    }

    @Override
    public boolean send(long link, byte[][] frames) {
        assertThat(open).contains(link);
        assertThat(frames[0].length).isGreaterThanOrEqualTo(6);
        outputs++;
        return random.nextInt(200) > 0;
    }

    @Override
    public void close(long link) {
        assertThat(open.remove(link)).as("closes what is open").isTrue();
        outputs++;
    }

    @Override
    public void drained() {
        outputs++;
    }

    @Override
    public void closed() {
        outputs++;
    }

    @Override
    public boolean tellOfSelf(PeerId caller, String handle, Request request) {
        return false;
    }

    @Override
    public void serve(PeerId caller, String handle, Request request) {
        outputs++;
        if (random.nextInt(5) == 0) {
            refused.add(Map.entry(caller, handle));
        }
    }

    @Override
    public boolean unpack(PeerId from, byte[] payload) {
        outputs++;
        return random.nextBoolean();
    }

    @Override
    public void settle(Call call, Outcome outcome) {
        // AssertJ would look through all of them.
        assertThat(called.contains(call)).as("was asked for").isTrue();
        assertThat(settled.add(call)).as("ends once").isTrue();
        waiting.remove(call);
        if (outcome instanceof Outcome.Answered was) {
            assertThat(was.by()).isEqualTo(call.asked());
            answered++;
        }
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.Entered it) {
            assertThat(entered.add(it.member().id())).as("enters once").isTrue();
        } else if (observation instanceof Observation.Exited it) {
            assertThat(entered.remove(it.member().id()))
                    .as("exits what entered")
                    .isTrue();
            kinds.add("exited " + it.cause());
        } else if (observation instanceof Observation.Offered it) {
            assertThat(entered).contains(it.member().id());
            assertThat(offered.add(it.member().id())).as("is offered once").isTrue();
        } else if (observation instanceof Observation.Withdrawn it) {
            assertThat(offered.remove(it.member().id()))
                    .as("withdraws what was offered")
                    .isTrue();
        } else if (observation instanceof Observation.Rejected it) {
            kinds.add(it.reason());
        }
    }
}
