package dev.sleuth.siege;

import dev.sleuth.Sleuth;
import dev.sleuth.rpc.Response;
import java.io.IOException;

/** A service that answers with what it was sent. */
public final class SiegeService {
    private SiegeService() {}

    /** @param args the UDP port */
    public static void main(String... args) throws IOException {
        try (Sleuth peer = Sleuth.join(
                Victim.config(args[0]).withService(Victim.SERVICE, request -> Response.ok(request.body())))) {
            Victim.run(peer, line -> "what is " + line + "?");
        }
    }
}
