package dev.sleuth.rpc;

import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.Identity;
import dev.sleuth.zre.Membership;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.Node;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Reason;
import dev.sleuth.zre.Timing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole peer: the node, the directory of services that its membership makes, and the exchange of calls and answers.
 *
 * <p>A call takes the next peer of its service, is registered, and is sent. When that peer turns suspect or goes away
 * the call may move on to another ({@link Attempts}). It ends when an answer with its handle comes from somebody who
 * was asked, when nobody can answer it any more, or when its time is up, whichever is first.
 */
public final class Engine implements Intake {
    private final Port port;
    private final EnvelopeCodec codec;
    private final String group;
    private final boolean serves;
    private final Node node;
    private final Restraint restraint = new Restraint();
    private final Directory directory = new Directory(restraint);
    private final Exchange exchange = new Exchange();
    private final Addressees addressees;
    private final Attempts attempts;
    private final Departure departure;
    private final Map<PeerId, Member> members = new LinkedHashMap<>();
    /** The last of each member that could not be read, and of which nobody knows what it was to be. */
    private final Map<PeerId, Garbled> garbled = new LinkedHashMap<>();

    private boolean closed;

    private record Garbled(long when, String why) {}

    /**
     * @param id never used before: a peer that starts again is another peer
     * @param tcpPort where its ROUTER listens
     * @param retries whether calls may be sent more than once
     * @param codec knows the group that it joins
     * @param now from when on it may be entered; its first beacon is due then
     */
    public Engine(
            PeerId id,
            int tcpPort,
            Offer offer,
            Timing timing,
            RetryPolicy retries,
            EnvelopeCodec codec,
            Port port,
            long now) {
        this.port = port;
        this.codec = codec;
        this.group = codec.group();
        this.serves = offer.present();
        Identity self = new Identity(id, tcpPort, group, offer.headers(group, id));
        this.node = new Node(self, timing, port, new Members(), now);
        this.addressees = new Addressees(id, members, directory, restraint);
        this.departure = new Departure(node);
        this.attempts = new Attempts(retries, node, directory, exchange, members, port::observe, this::fail, now);
    }

    @Override
    public void call(long now, Call call) {
        if (closed) {
            fail(call, SleuthException.CLOSED, "this peer is closed");
            return;
        }
        if (!exchange.hasRoomFor(call)) {
            fail(
                    call,
                    SleuthException.TOO_MANY_CALLS,
                    "too many calls are waiting for their answers; let some of them end");
            return;
        }
        PeerId next = addressees.next(now, call);
        if (next == null) {
            fail(call, SleuthException.UNKNOWN_SERVICE, addressees.nobodyFor(call));
            return;
        }
        long millis = addressees.restrainedMillis(now, call, next);
        if (millis > 0) {
            port.settle(call, new Outcome.Answered(Refusal.unexecuted(millis), next, 0));
            return;
        }
        attempts.begin(now, call, next);
        settle(now);
    }

    @Override
    public void answer(long now, PeerId caller, byte[] payload) {
        departure.finished();
        reply(now, caller, payload);
        settle(now);
    }

    private void reply(long now, PeerId caller, byte[] payload) {
        if (!closed && !node.whisper(now, caller, payload)) {
            rejected(now, caller, Reason.ANSWER_UNSENT, "the answer could not be sent to " + describe(caller));
        }
    }

    @Override
    public void unpacked(long now, PeerId from, Envelope envelope) {
        departure.finished();
        if (!closed) {
            take(now, from, envelope);
            settle(now);
        }
    }

    private void take(long now, PeerId from, Envelope envelope) {
        if (envelope instanceof Envelope.Question question) {
            serve(now, from, question);
        } else if (envelope instanceof Envelope.Answer answer) {
            long millis = Refusal.millis(answer.response());
            if (members.containsKey(from)) {
                restraint.refused(now, from, millis);
            }
            Call call = millis >= 0
                    ? attempts.refused(now, answer.handle(), from, millis == 0)
                    : attempts.answered(answer.handle(), from);
            if (call != null) {
                port.settle(call, new Outcome.Answered(answer.response(), from, call.attempts()));
            }
        } else if (envelope instanceof Envelope.Unreadable unreadable) {
            port.observe(new Observation.Rejected(
                    now, from, Reason.payload(unreadable.code()).toString(), unreadable.why()));
            endUnread(now, from, unreadable);
        }
    }

    /** Whoever waits because of it is told, as far as it can be known who that is. */
    private void endUnread(long now, PeerId from, Envelope.Unreadable unreadable) {
        if (unreadable.handle() == null) {
            if (members.containsKey(from)) {
                garbled.put(from, new Garbled(now, unreadable.why()));
            }
        } else if (unreadable.code() == SleuthException.REQUEST_UNMARSHAL) {
            Response refusal = Response.of(400)
                    .withHeader("Content-Type", "text/plain; charset=utf-8")
                    .withBody("sleuth: this request cannot be read: " + unreadable.why() + "\n");
            reply(now, from, codec.encode(unreadable.handle(), refusal));
        } else {
            Call call = attempts.answered(unreadable.handle(), from);
            if (call != null) {
                String why = "the answer of " + describe(from) + " cannot be read: " + unreadable.why();
                fail(call, SleuthException.RESPONSE_UNMARSHAL, why);
            }
        }
    }

    private void serve(long now, PeerId from, Envelope.Question question) {
        if (port.tellOfSelf(from, question.handle(), question.request())) {
            departure.took();
            return;
        }
        if (!question.request().isSafe() && node.mayBeStale(from)) {
            // We stood still: its caller may have asked somebody else since, and changed what this would change back.
            rejected(now, from, Reason.STALE, question.request() + " waited while this peer stood still");
            reply(now, from, codec.encode(question.handle(), Refusal.unexecuted(0)));
        } else if (!serves) {
            reply(now, from, codec.encode(question.handle(), Response.of(501)));
        } else {
            departure.took();
            port.serve(from, question.handle(), question.request());
        }
    }

    @Override
    public void refused(long now, PeerId caller, String handle, long millis) {
        // Made here, in about a microsecond: the one answer that cannot wait for a thread.
        answer(now, caller, codec.encode(handle, Refusal.unexecuted(millis)));
    }

    @Override
    public void beacon(long now, String host, Beacon beacon) {
        node.beacon(now, host, beacon);
        settle(now);
    }

    @Override
    public void message(long now, PeerId from, String host, Message message) {
        node.message(now, from, host, message);
        settle(now);
    }

    @Override
    public void malformed(long now, @Nullable PeerId from, @Nullable String host, String why) {
        node.malformed(now, from, host, why);
        settle(now);
    }

    @Override
    public void opened(long now, long link) {
        node.opened(now, link);
    }

    @Override
    public void broken(long now, long link, Cause cause) {
        node.broken(now, link, cause);
        settle(now);
    }

    @Override
    public void tick(long now) {
        node.tick(now);
        if (!closed && now >= exchange.deadline()) {
            attempts.expire(now, (call, code, why) -> {
                PeerId asked = Objects.requireNonNull(call.asked);
                fail(call, code, why + unread(call, asked));
                node.doubt(now, asked);
            });
        }
        settle(now);
    }

    /** What came in the meantime and may have been the answer. */
    private String unread(Call call, PeerId asked) {
        Garbled last = garbled.get(asked);
        return last == null || last.when() < call.sent
                ? ""
                : ", but something from it that cannot be read: " + last.why();
    }

    @Override
    public long deadline() {
        return closed ? Long.MAX_VALUE : Math.min(Math.min(node.deadline(), exchange.deadline()), departure.deadline());
    }

    /** Does what follows from an entry. To be called at the end of each. */
    private void settle(long now) {
        attempts.lookAfter(now);
        if (!closed && departure.isDue(now)) {
            if (departure.isLeaving()) {
                close(now);
            } else {
                port.drained();
            }
        }
    }

    @Override
    public void drain(long now) {
        if (!closed) {
            departure.drain(now);
            settle(now);
        }
    }

    @Override
    public void resume(long now) {
        if (!closed) {
            departure.resume(now);
            settle(now);
        }
    }

    @Override
    public void leave(long now, long grace) {
        if (!serves || grace <= 0) {
            close(now);
        } else if (!closed) {
            departure.leave(now, grace);
            settle(now);
        }
    }

    @Override
    public void close(long now) {
        if (closed) {
            return;
        }
        closed = true;
        node.close();
        attempts.abandon();
        port.closed();
    }

    private void rejected(long now, @Nullable PeerId from, Reason reason, String detail) {
        port.observe(new Observation.Rejected(now, from, reason.toString(), detail));
    }

    private void fail(Call call, int code, String why) {
        port.settle(call, new Outcome.Failed(code, why, call.asked, call.attempts()));
    }

    private String describe(PeerId peer) {
        Member member = members.get(peer);
        return member == null ? peer.name() : peer.name() + " at " + member.endpoint();
    }

    /** Turns what the node sees into the directory. */
    private final class Members implements Membership {
        @Override
        public void entered(long now, PeerId peer, Endpoint endpoint, Message.Hello hello) {
            Map<String, String> headers = hello.headers();
            boolean offers = group.equals(headers.get(Offer.GROUP)) && headers.containsKey(Offer.TYPE);
            String version = headers.getOrDefault(Offer.VERSION, Offer.UNKNOWN_VERSION);
            Member member = new Member(peer, offers ? headers.get(Offer.TYPE) : null, version, endpoint, now);
            members.put(peer, member);
            port.observe(new Observation.Entered(now, member));
            if (offers && hello.groups().contains(group)) {
                offer(now, member);
            }
        }

        @Override
        public void exited(long now, PeerId peer, Cause cause, long heard) {
            Member member = Objects.requireNonNull(members.remove(peer), "has not entered");
            garbled.remove(peer);
            restraint.gone(peer);
            withdraw(now, member);
            port.observe(new Observation.Exited(now, member, cause, heard));
            // One that only left our group may still be finishing, and its answers are taken. From here on none will
            // come.
            attempts.gone(member, cause);
        }

        @Override
        public void joined(long now, PeerId peer, String joined) {
            Member member = known(peer);
            if (joined.equals(group) && member.service() != null) {
                offer(now, member);
            }
        }

        @Override
        public void left(long now, PeerId peer, String left) {
            if (left.equals(group)) {
                withdraw(now, known(peer));
            }
        }

        @Override
        public void parting(long now, PeerId peer, boolean parting) {
            directory.parting(known(peer), parting);
        }

        @Override
        public void suspected(long now, PeerId peer, boolean suspect) {
            Member member = known(peer);
            directory.suspect(member, suspect);
            attempts.suspected(peer, suspect);
            port.observe(new Observation.Suspected(now, member, suspect));
        }

        @Override
        public void cut(long now, PeerId peer, long link, boolean opened) {
            attempts.cut(peer, link, opened);
        }

        @Override
        public void whispered(long now, PeerId from, Message.Content content) {
            if (content instanceof Envelope envelope) {
                take(now, from, envelope);
                return;
            }
            var frames = ((Message.Frames) content).frames();
            if (!frames.isEmpty() && port.unpack(from, frames.get(0))) {
                departure.took();
            } else {
                rejected(now, from, frames.isEmpty() ? Reason.EMPTY : Reason.NO_ROOM, "a WHISPER was not taken");
            }
        }

        @Override
        public void rejected(long now, @Nullable PeerId from, Reason reason, String detail) {
            Engine.this.rejected(now, from, reason, detail);
        }

        private Member known(PeerId peer) {
            return Objects.requireNonNull(members.get(peer), "has not entered");
        }

        private void offer(long now, Member member) {
            if (directory.add(member)) {
                port.observe(new Observation.Offered(now, member));
                attempts.offered();
            }
        }

        private void withdraw(long now, Member member) {
            if (member.service() != null && directory.remove(member)) {
                port.observe(new Observation.Withdrawn(now, member));
            }
        }
    }
}
