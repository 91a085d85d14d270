package dev.sleuth.rpc;

import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Node;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls: each to the next peer of its service and, when that one may have failed it, to another. Whoever answers
 * first wins.
 *
 * <p>What the node tells in the middle of its work is only noted. What follows from it is done when the node is left
 * ({@link #lookAfter}), for it means to enter the node again.
 */
final class Attempts {
    /** A call ended without an answer. */
    interface Failures {
        void failed(Call call, int code, String why);
    }

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final Node node;
    private final Directory directory;
    private final Exchange exchange;
    private final Map<PeerId, Member> members;
    private final Consumer<Observation> observer;
    private final Failures failures;

    private final Set<PeerId> suspects = new TreeSet<>();
    /** Whose calls have to be looked at. */
    private final Set<PeerId> troubled = new LinkedHashSet<>();
    /** Calls that should go to somebody else, of whom there was none. */
    private final Set<Call> stranded = new LinkedHashSet<>();
    /** Whether there may be somebody for those now. */
    private boolean better;

    Attempts(
            RetryPolicy policy,
            Node node,
            Directory directory,
            Exchange exchange,
            Map<PeerId, Member> members,
            Consumer<Observation> observer,
            Failures failures,
            long now) {
        this.policy = policy;
        this.budget = new RetryBudget(policy, now);
        this.node = node;
        this.directory = directory;
        this.exchange = exchange;
        this.members = members;
        this.observer = observer;
        this.failures = failures;
    }

    /** Sends a call for the first time. There is room for it. */
    void begin(long now, Call call, PeerId first) {
        budget.called(now);
        // Registered before it is sent: an answer can never come too early.
        exchange.open(call);
        if (!send(now, call, first)) {
            unsent(now, call);
        }
    }

    private boolean send(long now, Call call, PeerId to) {
        if (call.addressee == null) {
            directory.taken(call.service, to);
        }
        call.asked = to;
        call.gone = null;
        call.sent = now;
        call.link = node.ask(now, to, call.payload);
        if (call.link == 0) {
            call.delivery = Call.Delivery.UNSENT;
            return false;
        }
        call.delivery = Call.Delivery.UNDER_WAY;
        call.attempts++;
        return true;
    }

    /** Whoever was to get it did not: perhaps somebody else does. */
    private void unsent(long now, Call call) {
        List<PeerId> tried = new ArrayList<>();
        tried.add(Objects.requireNonNull(call.asked));
        while (call.addressee == null && tried.size() < policy.attempts()) {
            PeerId next = directory.next(now, call.service, tried, false);
            if (next == null) {
                break;
            } else if (send(now, call, next)) {
                return;
            }
            tried.add(next);
        }
        boolean mayComeBack = policy.attempts() > 1 && suspects.contains(call.asked);
        if (mayComeBack || !call.former().isEmpty()) {
            stranded.add(call);
        } else {
            fail(call, SleuthException.REQUEST_WHISPER, "the request could not be sent to " + describe(call.asked));
        }
    }

    /** A peer became suspect, or is trusted again. */
    void suspected(PeerId peer, boolean suspect) {
        if (suspect) {
            suspects.add(peer);
            troubled.add(peer);
        } else {
            suspects.remove(peer);
            better = true;
        }
    }

    /** A link has ended. */
    void cut(PeerId peer, long link, boolean opened) {
        for (Call call : exchange.askedOf(peer)) {
            if (call.link != link || call.delivery != Call.Delivery.UNDER_WAY || !peer.equals(call.asked)) {
                continue;
            }
            call.delivery = opened ? Call.Delivery.IN_DOUBT : Call.Delivery.UNSENT;
            if (!opened) {
                call.attempts--;
                node.settled(peer);
            }
            troubled.add(peer);
        }
    }

    /** A peer is gone: it answers nothing any more. */
    void gone(Member member, Cause cause) {
        PeerId peer = member.id();
        suspects.remove(peer);
        for (Call call : exchange.askedOf(peer)) {
            call.forget(peer);
            if (peer.equals(call.asked)) {
                call.gone = "the peer that was asked is gone: " + peer.name() + " at " + member.endpoint() + " ("
                        + cause + ")";
                troubled.add(peer);
            }
        }
    }

    /** Somebody offers a service. */
    void offered() {
        better = true;
    }

    /** Takes out the call that a peer answers; null if there is none. */
    @Nullable
    Call answered(long handle, PeerId from) {
        return answered(exchange.settle(handle, from), from);
    }

    /** The same by a handle as it came. */
    @Nullable
    Call answered(String handle, PeerId from) {
        return answered(exchange.settle(handle, from), from);
    }

    private @Nullable Call answered(@Nullable Call call, PeerId from) {
        if (call != null) {
            ended(call);
            call.asked = from;
        }
        return call;
    }

    /**
     * A peer has refused a call without doing it. Somebody else is asked, if there is somebody.
     *
     * @param over whether it would take it now
     * @return the call if it ends with this answer; null if it goes on, or there is none
     */
    @Nullable
    Call refused(long now, long handle, PeerId from, boolean over) {
        Call call = exchange.get(handle);
        if (call == null || !call.isAskedOf(from)) {
            return null;
        }
        if (!from.equals(call.asked)) {
            // Somebody else has been asked since, and may still do it.
            call.forget(from);
            node.settled(from);
            return null;
        }
        PeerId next = call.attempts < policy.attempts() ? elsewhere(now, call, from) : null;
        next = next == null && over && call.attempts < policy.attempts() ? from : next;
        if (next != null && budget.take(now)) {
            node.settled(from);
            call.delivery = Call.Delivery.UNSENT;
            move(now, call, next, "refused");
            return null;
        } else if (call.former().isEmpty()) {
            return answered(handle, from);
        }
        node.settled(from);
        waitForFormer(call);
        return null;
    }

    /** Ends the calls whose time is up. */
    void expire(long now, Failures late) {
        for (Call call : exchange.expire(now)) {
            ended(call);
            late.failed(call, SleuthException.TIMEOUT, "no answer in time from " + describe(call.asked));
        }
    }

    /** Ends all calls. */
    void abandon() {
        for (Call call : exchange.abandonAll()) {
            failures.failed(call, SleuthException.CLOSED, "this peer was closed");
        }
        stranded.clear();
        troubled.clear();
    }

    /** Does what follows from what was told. To be called whenever the node is left. */
    void lookAfter(long now) {
        while (better || !troubled.isEmpty()) {
            Set<Call> calls = new LinkedHashSet<>();
            troubled.forEach(peer -> calls.addAll(exchange.askedOf(peer)));
            if (better) {
                calls.addAll(stranded);
            }
            troubled.clear();
            better = false;
            for (Call call : calls) {
                if (exchange.isOpen(call)) {
                    consider(now, call);
                }
            }
        }
    }

    private void consider(long now, Call call) {
        PeerId asked = Objects.requireNonNull(call.asked);
        stranded.remove(call);
        if (call.gone == null && !suspects.contains(asked) && call.delivery == Call.Delivery.UNDER_WAY) {
            return;
        }
        boolean unsent = call.delivery == Call.Delivery.UNSENT;
        boolean movable = (unsent || call.repeatable) && call.attempts < policy.attempts();
        PeerId next = movable ? next(now, call, asked) : null;
        if (next != null && (unsent || budget.take(now))) {
            move(now, call, next, why(call));
        } else if (call.gone != null) {
            lost(call, call.gone);
        } else if (movable) {
            stranded.add(call);
        }
    }

    /** Whom to ask in place of {@code asked}; null if there is nobody better. */
    private @Nullable PeerId next(long now, Call call, PeerId asked) {
        PeerId other = elsewhere(now, call, asked);
        if (other == null && call.addressee == null) {
            other = directory.next(now, call.service, List.of(asked), call.gone != null);
        }
        boolean well = call.gone == null && !suspects.contains(asked);
        return other == null && well ? asked : other;
    }

    /** Somebody who was not asked yet; null if there is nobody. */
    private @Nullable PeerId elsewhere(long now, Call call, PeerId asked) {
        if (call.addressee != null) {
            return null;
        }
        List<PeerId> tried = new ArrayList<>(call.former());
        tried.add(asked);
        return directory.next(now, call.service, tried, false);
    }

    private void move(long now, Call call, PeerId to, String why) {
        PeerId from = Objects.requireNonNull(call.asked);
        if (call.gone == null && call.delivery != Call.Delivery.UNSENT) {
            call.keep(from);
        }
        if (!send(now, call, to)) {
            unsent(now, call);
        } else if (call.attempts > 1) {
            observer.accept(new Observation.Retried(now, call.service, from, to, call.attempts, why));
        }
    }

    private static String why(Call call) {
        if (call.delivery == Call.Delivery.UNSENT) {
            return "unsent";
        } else if (call.gone != null) {
            return "gone";
        }
        return call.delivery == Call.Delivery.IN_DOUBT ? "cut" : "suspect";
    }

    /** Nobody can take the place of one that is gone. */
    private void lost(Call call, String why) {
        if (call.former().isEmpty()) {
            fail(call, SleuthException.PEER_GONE, why);
        } else {
            waitForFormer(call);
        }
    }

    /** Whoever was asked before may still answer. */
    private void waitForFormer(Call call) {
        List<PeerId> former = call.former();
        PeerId last = former.get(former.size() - 1);
        call.forget(last);
        call.asked = last;
        call.gone = null;
        call.delivery = Call.Delivery.IN_DOUBT;
        stranded.add(call);
    }

    private void fail(Call call, int code, String why) {
        exchange.close(call);
        ended(call);
        failures.failed(call, code, why);
    }

    /** Nobody owes an answer to it any longer. */
    private void ended(Call call) {
        stranded.remove(call);
        if (call.gone == null && call.delivery != Call.Delivery.UNSENT) {
            node.settled(Objects.requireNonNull(call.asked));
        }
        call.former().forEach(node::settled);
    }

    private String describe(@Nullable PeerId peer) {
        Member member = members.get(Objects.requireNonNull(peer));
        return member == null ? peer.name() : peer.name() + " at " + member.endpoint();
    }
}
