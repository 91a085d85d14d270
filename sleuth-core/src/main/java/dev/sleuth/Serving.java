package dev.sleuth;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Request;
import dev.sleuth.zre.PeerId;
import java.util.function.LongSupplier;

/**
 * What a peer does for others: brings requests to the handler, or to what every peer tells of itself, and the answers
 * back to the engine. Called inside the turnstile; the work is done outside.
 */
record Serving(
        LongSupplier clock,
        EnvelopeCodec codec,
        Turnstile turnstile,
        Chronicle chronicle,
        WellKnown wellKnown,
        Handlers handlers,
        Departures departures,
        Intake intake) {

    void serve(PeerId caller, String handle, Request request) {
        Wanted wanted = Wanted.by(caller, request, chronicle, departures);
        turnstile.afterwards(() -> handlers.serve(
                handle,
                request,
                wanted,
                answer -> answered(caller, request, answer),
                millis -> refused(caller, handle, request, millis)));
    }

    /** Returns false if the request is not meant for what every peer tells of itself. */
    boolean tellOfSelf(PeerId caller, String handle, Request request) {
        if (!wellKnown.isMeant(request)) {
            return false;
        }
        turnstile.afterwards(() -> wellKnown.answer(request, response -> {
            byte[] payload = codec.encode(handle, response);
            turnstile.enter(() -> intake.answer(clock.getAsLong(), caller, payload));
        }));
        return true;
    }

    private void answered(PeerId caller, Request request, Handlers.Answer answer) {
        turnstile.enter(() -> {
            long now = clock.getAsLong();
            chronicle.served(now, caller, request, answer);
            intake.answer(now, caller, answer.payload());
        });
    }

    private void refused(PeerId caller, String handle, Request request, long millis) {
        turnstile.enter(() -> {
            long now = clock.getAsLong();
            chronicle.refused(now, caller, request);
            intake.refused(now, caller, handle, millis);
        });
    }
}
