package dev.sleuth;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Request;
import dev.sleuth.zre.PeerId;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that waited for its turn is still to be carried out. A caller that was lost meanwhile may have
 * asked somebody else, and changed what this would change back; for one that is gone there is nobody to tell.
 *
 * @param caller who asked, as it was when it did; null if it was gone already
 */
record Wanted(@Nullable Member caller, boolean harmless, Chronicle chronicle, Departures departures)
        implements BooleanSupplier {

    /** To be called inside the turnstile, when the request comes. */
    static Wanted by(PeerId caller, Request request, Chronicle chronicle, Departures departures) {
        return new Wanted(chronicle.view().peers().get(caller), request.isSafe(), chronicle, departures);
    }

    /** For any thread. */
    @Override
    public boolean getAsBoolean() {
        if (caller == null || departures.hasLeft()) {
            return false;
        }
        Member now = chronicle.view().peers().get(caller.id());
        return now != null && (harmless || now.since() == caller.since());
    }
}
