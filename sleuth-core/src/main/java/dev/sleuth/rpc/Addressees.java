package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a call goes to at first: whoever's turn it is, or the one peer that it names. */
final class Addressees {
    private final PeerId self;
    private final Map<PeerId, Member> members;
    private final Directory directory;
    private final Restraint restraint;

    Addressees(PeerId self, Map<PeerId, Member> members, Directory directory, Restraint restraint) {
        this.self = self;
        this.members = members;
        this.directory = directory;
        this.restraint = restraint;
    }

    /** Null if there is nobody. */
    @Nullable
    PeerId next(long now, Call call) {
        return call.addressee == null ? directory.next(now, call.service) : called(call.addressee, call.service);
    }

    /** The one peer that is called, out of turn; null if it is not there or offers something else. */
    private @Nullable PeerId called(PeerId addressee, String service) {
        boolean there = service.isEmpty() ? members.containsKey(addressee) : directory.offers(service, addressee);
        return there ? addressee : null;
    }

    /** After how many milliseconds the call may be sent to anybody, if {@code next} has refused others; 0 for now. */
    long restrainedMillis(long now, Call call, PeerId next) {
        // About itself a peer is asked in any case: it answers even when its service cannot.
        if (call.service.isEmpty() || !restraint.holds(now, next)) {
            return 0;
        }
        return call.addressee == null ? directory.restrainedMillis(now, call.service) : restraint.millisLeft(now, next);
    }

    String nobodyFor(Call call) {
        if (call.addressee == null) {
            return "no peer offers " + call.service;
        } else if (call.addressee.equals(self)) {
            return call.addressee + " is this peer itself, which does not call itself";
        }
        Member member = members.get(call.addressee);
        if (member == null) {
            return "no peer " + call.addressee + " is known here";
        }
        String peer = "peer " + call.addressee + " at " + member.endpoint();
        if (call.service.equals(member.service())) {
            return peer + " does not offer " + call.service + " now: it is leaving, or is drained";
        }
        String offers = member.service() == null ? "nothing" : member.service();
        return peer + " does not offer " + call.service + "; what it offers is " + offers;
    }
}
