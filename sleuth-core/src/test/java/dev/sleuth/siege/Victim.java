package dev.sleuth.siege;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** What service and caller have in common: a peer that says who it is, and how much it holds when asked. */
final class Victim {
    static final String SERVICE = "echo";
    static final Duration SOON = Duration.ofSeconds(10);

    private Victim() {}

    static SleuthConfig config(String port) {
        return SleuthConfig.defaults().withInterface("lo").withPort(Integer.parseInt(port));
    }

    /** @param answers what else it is asked */
    static void run(Sleuth peer, Function<String, String> answers) throws IOException {
        System.out.println(peer.id() + " " + peer.endpoint().port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(line.equals("state") ? State.now().line() : answers.apply(line));
        }
        Thread last = new Thread(Victim::haltIfItDoesNotEnd);
        last.setDaemon(true);
        last.start();
    }

    /** What an attack has done may keep a peer from closing, and nobody is there any more to end its process. */
    private static void haltIfItDoesNotEnd() {
        LockSupport.parkNanos(SOON.toNanos());
        System.err.println("this peer did not close in " + SOON);
        Runtime.getRuntime().halt(1);
    }
}
