package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import java.time.Duration;

/**
 * Offers one service and calls another, fifty times a second, and prints a line for each call: when it began and ended,
 * in milliseconds of this machine's clock, and {@code good} or what it failed with.
 */
final class Prober {
    private static final long PAUSE_MILLIS = 20;

    private Prober() {}

    /** @param args the service that it offers, the service that it calls, and its interfaces if not the default ones */
    public static void main(String[] args) throws InterruptedException {
        SleuthConfig config = SleuthConfig.defaults()
                .withService(args[0], request -> Response.ok(args[0]))
                .withInterface(args.length > 2 ? args[2] : null)
                .withTimeout(Duration.ofMillis(200));
        try (Sleuth sleuth = Sleuth.join(config)) {
            System.out.println("here " + sleuth.localAddresses());
            while (true) {
                long began = System.currentTimeMillis();
                String outcome = call(sleuth, "sleuth://" + args[1] + "/");
                System.out.println(began + " " + System.currentTimeMillis() + " " + outcome);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static String call(Sleuth sleuth, String url) {
        try {
            return sleuth.send(Request.get(url)).status() == 200 ? "good" : "another status";
        } catch (SleuthException failed) {
            return failed.getMessage();
        }
    }
}
