package dev.sleuth;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.PeerId;

/** Loads and runs the codec before anybody can ask for it, or the first calls would wait for its classes. */
final class WarmUp {
    private static final int ROUNDS = 500;

    static {
        EnvelopeCodec codec = new EnvelopeCodec("warm-up", 1024);
        PeerId nobody = new PeerId(0, 0);
        Request request = Request.post("/", "warm").withHeader("Content-Type", "text/plain");
        for (int i = 0; i < ROUNDS; i++) {
            codec.decodeSmall(codec.encode(nobody, i, request));
            codec.decodeSmall(codec.encode("0", Finish.of(request, Response.ok("warm"))));
        }
    }

    private WarmUp() {}

    /** Returns when it is done; the first caller in this JVM does it. */
    static void once() {
        // The class's initializer has done it.
    }
}
