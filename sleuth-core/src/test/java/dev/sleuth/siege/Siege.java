package dev.sleuth.siege;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures what an attack costs: a service and its caller on two cores, the attacker on one of these. Quiet and hostile
 * phases take turns, so that whatever else the machine does meets both.
 */
public final class Siege {
    private static final long PHASE_MILLIS = 10_000;
    private static final int MOST_PHASES = 5;
    private static final long WARM_UP_MILLIS = 20_000;
    /** After the attack: longer than anything that came with it may be kept. */
    private static final long REST_MILLIS = 8_000;

    private static final double MOST_TIMES_SLOWER = 3;
    private static final long MOST_HEAP_GROWTH = 16 << 20;
    private static final int MOST_DESCRIPTORS_MORE = 20;
    private static final int SLOW = 3;
    private static final String HEAP = "256m";

    private final Child service;
    private final Child caller;
    private final Child attacker;
    private final List<String> faults = new ArrayList<>();
    private boolean slow;

    private Siege(Child service, Child caller, Child attacker) {
        this.service = service;
        this.caller = caller;
        this.attacker = attacker;
    }

    /** @param args for how many seconds to attack in all */
    public static void main(String... args) throws Exception {
        long millis = TimeUnit.SECONDS.toMillis(
                args.length == 1 && args[0].matches("\\d{1,5}") ? Long.parseLong(args[0]) : 0);
        if (millis < PHASE_MILLIS) {
            System.err.println("siege: for how many seconds? A whole number from 10 on, such as 20");
            System.exit(2);
        }
        String port = Integer.toString(freePort());
        try (Child service = new Child("0,1", HEAP, SiegeService.class, List.of(port))) {
            String[] first = service.hear().split(" ");
            try (Child caller = new Child("0,1", HEAP, SiegeCaller.class, List.of(port))) {
                String[] second = caller.hear().split(" ");
                List<String> victims = List.of(port, first[0], first[1], second[0], second[1]);
                try (Child attacker = new Child("1", "128m", SiegeAttacker.class, victims)) {
                    System.exit(new Siege(service, caller, attacker).run(millis));
                }
            }
        } catch (IOException cannot) {
            System.err.println("siege: " + cannot.getMessage());
            System.exit(1);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }

    /** Returns 0 if all is borne; 3 if all is but the time that calls take, which the machine may be to blame for. */
    private int run(long millis) throws Exception {
        // Both kinds, for what is compiled late is late in the phase that first needs it.
        caller.ask("call warm-up " + WARM_UP_MILLIS);
        State serviceBefore = state(service);
        State callerBefore = state(caller);
        attack("warm-up", WARM_UP_MILLIS);
        caller.ask("call warm-up " + REST_MILLIS);
        long phase = Math.max(PHASE_MILLIS, millis / MOST_PHASES);
        for (long left = millis; left > 0; left -= phase) {
            System.out.println("quiet    " + Figures.parse(caller.ask("call quiet " + PHASE_MILLIS)));
            attack("hostile", phase);
            // So that what the attack has left to do does not make the next quiet phase look worse.
            caller.ask("call rest " + REST_MILLIS);
        }
        judge(Figures.parse(caller.ask("sum quiet")), Figures.parse(caller.ask("sum hostile")));
        judge("service", serviceBefore, state(service));
        judge("caller", callerBefore, state(caller));
        faults.forEach(fault -> System.out.println("FAILED: " + fault));
        return faults.isEmpty() ? slow ? SLOW : 0 : 1;
    }

    private void attack(String name, long millis) throws IOException {
        attacker.say(Long.toString(millis));
        Figures figures = Figures.parse(caller.ask("call " + name + " " + millis));
        System.out.println("hostile  " + figures + "; " + attacker.hear());
    }

    private static State state(Child victim) throws IOException {
        return State.parse(victim.ask("state"));
    }

    private void judge(Figures quiet, Figures hostile) {
        double ratio = (double) hostile.p99() / quiet.p99();
        System.out.printf("%nquiet    %s%nhostile  %s%np99: %.2f times%n", quiet, hostile, ratio);
        if (ratio > MOST_TIMES_SLOWER) {
            slow = true;
            System.out.printf(
                    "SLOW: the p99 is %.2f times that of the quiet run, more than %.0f%n", ratio, MOST_TIMES_SLOWER);
        }
        if (hostile.failed() > 0) {
            faults.add(hostile.failed() + " calls were not answered");
        }
    }

    private void judge(String who, State before, State after) {
        System.out.printf("%s before: %s%n%s after:  %s%n", who, before, who, after);
        if (after.heap() - before.heap() > MOST_HEAP_GROWTH) {
            faults.add("the heap of the " + who + " has grown by more than 16 MB");
        }
        if (after.descriptors() > before.descriptors() + MOST_DESCRIPTORS_MORE) {
            faults.add("the " + who + " has kept descriptors");
        }
    }
}
