package dev.sleuth.siege;

import dev.sleuth.Sleuth;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;

/** Calls at a fixed rate, whatever becomes of the calls before: what counts is from when a call was planned. */
public final class SiegeCaller {
    private static final int CALLERS = 4;
    private static final long EVERY_NANOS = 4_000_000;
    private static final Request REQUEST = Request.post("sleuth://" + Victim.SERVICE + "/", "how are you?");

    private final Sleuth peer;
    private final Map<String, Times> times = new HashMap<>();

    private SiegeCaller(Sleuth peer) {
        this.peer = peer;
    }

    /** @param args the UDP port */
    public static void main(String... args) throws IOException {
        try (Sleuth peer = Sleuth.join(Victim.config(args[0]))) {
            peer.waitFor(Victim.SOON, Victim.SERVICE);
            Victim.run(peer, new SiegeCaller(peer)::answer);
        }
    }

    /** {@code call NAME MILLIS} calls for so long, {@code sum NAME} tells of all calls of that name. */
    private String answer(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("call")) {
            Times here = call(Long.parseLong(words[2]));
            times.computeIfAbsent(words[1], name -> new Times()).add(here);
            return here.line();
        }
        return times.get(words[1]).line();
    }

    private Times call(long millis) {
        Times all = new Times();
        Phaser done = new Phaser(1);
        long begin = System.nanoTime();
        for (int i = 0; i < CALLERS; i++) {
            long first = begin + i * EVERY_NANOS / CALLERS;
            done.register();
            new Thread(() -> {
                        Times mine = new Times();
                        for (long at = first; at < begin + millis * 1_000_000; at += EVERY_NANOS) {
                            callAt(at, mine);
                        }
                        all.add(mine);
                        done.arriveAndDeregister();
                    })
                    .start();
        }
        done.arriveAndAwaitAdvance();
        return all;
    }

    private void callAt(long at, Times mine) {
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        try {
            boolean good = peer.send(REQUEST).text().equals("how are you?");
            mine.took(System.nanoTime() - at, good);
        } catch (SleuthException failure) {
            System.err.println("a call failed: " + failure.getMessage());
            mine.took(System.nanoTime() - at, false);
        }
    }
}
