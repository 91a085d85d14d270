package dev.sleuth;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.zre.PeerId;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the log what happens at a peer: who comes and goes at level INFO, so many lines a second; everything
 * else, and every call, at DEBUG. docs/metrics.md has the loggers. Used by one thread at a time, unless said otherwise.
 */
final class Scribe {
    /** Of those that come or go, in a second: strangers may come and go as they like. */
    static final int MOST_LINES = 100;

    private static final Logger MEMBERSHIP = LoggerFactory.getLogger("dev.sleuth.membership");
    private static final Logger REJECTED = LoggerFactory.getLogger("dev.sleuth.rejected");
    private static final Logger CALLS = LoggerFactory.getLogger("dev.sleuth.calls");

    private static final String NOT_SENT = ", not sent, as all have refused lately,";

    private final Moderation moderation = new Moderation(MOST_LINES);

    void happened(Observation observation) {
        if (observation instanceof Observation.Entered entered) {
            membership(entered.at(), "entered", entered.member());
        } else if (observation instanceof Observation.Exited exited) {
            membership(exited.at(), "is gone (" + SleuthMetrics.word(exited.cause()) + ")", exited.member());
        } else if (observation instanceof Observation.Offered offered) {
            membership(offered.member(), "takes its turn");
        } else if (observation instanceof Observation.Withdrawn withdrawn) {
            membership(withdrawn.member(), "takes no turn any more");
        } else if (observation instanceof Observation.Suspected suspected) {
            membership(suspected.member(), suspected.suspect() ? "is suspect" : "is suspect no more");
        } else if (observation instanceof Observation.Retried retried && CALLS.isDebugEnabled()) {
            CALLS.debug(
                    "a call of {} goes to {} as attempt {}, after {} ({})",
                    retried.service().isEmpty() ? "one peer" : Harmless.text(retried.service()),
                    retried.to().name(),
                    retried.attempt(),
                    retried.from().name(),
                    retried.why());
        }
    }

    private void membership(long at, String what, Member member) {
        if (MEMBERSHIP.isInfoEnabled()) {
            long unsaid = moderation.turn(at);
            if (unsaid != Moderation.NOT_NOW) {
                String more = unsaid == 0 ? "" : "; " + unsaid + " more came or went since the last such line";
                MEMBERSHIP.info("{} {}: {}{}", member.id().name(), what, described(member), more);
            }
        }
    }

    private static void membership(Member member, String what) {
        if (MEMBERSHIP.isDebugEnabled()) {
            MEMBERSHIP.debug("{} {}: {}", member.id().name(), what, described(member));
        }
    }

    private static String described(Member member) {
        String offers = member.service() == null
                ? "offers nothing"
                : "offers " + Harmless.text(member.service()) + " " + Harmless.text(member.version());
        return member.id() + " at " + member.endpoint() + ", " + offers;
    }

    /** @param line of which a stranger's part is harmless already */
    void rejected(String line) {
        REJECTED.info("{}", line);
    }

    /** Whether anybody wants to read of calls. By any thread. */
    static boolean wantsCalls() {
        return CALLS.isDebugEnabled();
    }

    /** A line about a call. */
    void call(String line) {
        CALLS.debug("{}", line);
    }

    /** Some calls are not in the log. */
    void callsUnsaid(long many) {
        CALLS.debug("{} more calls than the log could keep up with", many);
    }

    /** How a call of this peer ended. What follows a {@code ?} is left out, for it may be secret. */
    static String called(PendingCall call, Outcome outcome, long nanos) {
        PeerId one = call.target.peer();
        String url = "sleuth://" + (one == null ? "" : one.name() + "@") + call.service() + call.target.path();
        String end = outcome instanceof Outcome.Answered answered
                ? answered.response().status()
                        + (outcome.attempts() > 0 ? " from " + answered.by().name() : NOT_SENT)
                : failed((Outcome.Failed) outcome);
        String attempts = outcome.attempts() > 1 ? ", " + outcome.attempts() + " attempts" : "";
        return Harmless.text(call.method + " " + withoutQuery(url)) + ": " + end + after(nanos) + attempts;
    }

    private static String failed(Outcome.Failed failed) {
        return Harmless.text(failed.why()) + " [" + failed.code() + "]";
    }

    /** How a request of another's ended. */
    static String served(PeerId caller, Request request, int status, long nanos) {
        return served(caller, request) + ": " + status + after(nanos);
    }

    /** A request of another's was refused. */
    static String refused(PeerId caller, Request request) {
        return served(caller, request) + ": no room for it, 503";
    }

    private static String served(PeerId caller, Request request) {
        return "asked by " + caller.name() + ": " + Harmless.text(request.method() + " " + withoutQuery(request.url()));
    }

    private static String after(long nanos) {
        return String.format(Locale.ROOT, " after %.1f ms", nanos / 1e6);
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        int fragment = url.indexOf('#');
        int end = query < 0 ? fragment : fragment < 0 ? query : Math.min(query, fragment);
        return end < 0 ? url : url.substring(0, end);
    }
}
