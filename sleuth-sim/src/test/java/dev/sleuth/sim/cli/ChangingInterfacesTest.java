package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two hosts whose peers call each other all the time, and what becomes of the calls when a host's interface changes.
 * Nobody is started again.
 */
@Timeout(180)
@ExtendWith(HasNamespaces.class)
class ChangingInterfacesTest {
    private static final long HEALED_AFTER_MILLIS = 3_000;
    /** So many good calls in a row, and it is not luck. */
    private static final int ENOUGH = 50;

    private Lan lan;
    private Tool one;
    private Tool two;

    @BeforeEach
    void wire() {
        lan = new Lan(2);
    }

    @AfterEach
    void unwire() {
        lan.close();
    }

    private void startOn(String... interfaces) throws IOException {
        String[] chosen = interfaces.length == 0 ? new String[0] : new String[] {String.join(",", interfaces)};
        one = start(1, "one", "two", chosen);
        two = start(2, "two", "one", chosen);
        awaitGoodCallsSince(0);
    }

    private Tool start(int host, String offers, String calls, String[] chosen) throws IOException {
        String[] args = new String[2 + chosen.length];
        args[0] = offers;
        args[1] = calls;
        System.arraycopy(chosen, 0, args, 2, chosen.length);
        return Tool.startProgram(lan.host(host), Prober.class, args);
    }

    @Test
    void a_peer_whose_address_is_pulled_and_another_added_is_called_and_calls_within_3_s() throws Exception {
        startOn();

        lan.host(1).ip("address", "delete", "10.77.1.1/24", "dev", "eth1");
        lan.host(1).ip("address", "add", "10.77.1.99/24", "broadcast", "+", "dev", "eth1");

        assertHealedWithin3sOf(System.currentTimeMillis());
        one.close();
        assertThat(seenByTheOther()).contains("tcp://10.77.1.99:").doesNotContain("10.77.1.1:");
    }

    /** The service's address is what the calls go to; this is what the watcher's list says. */
    private String seenByTheOther() throws Exception {
        try (Tool again = start(1, "one", "two", new String[0])) {
            again.line(line -> line.endsWith("good"));
            return Tool.run(lan.host(2), new byte[0], "ls", "--wait", "2s").out();
        }
    }

    @Test
    void a_link_that_is_down_for_5_s_heals_within_3_s_after_it_is_up() throws Exception {
        startOn();

        downFor5s();

        assertHealedWithin3sOf(System.currentTimeMillis());
    }

    @Test
    void a_named_interface_that_vanishes_is_waited_for() throws Exception {
        startOn("eth1");

        downFor5s();

        assertHealedWithin3sOf(System.currentTimeMillis());
    }

    private void downFor5s() {
        long down = System.currentTimeMillis();
        lan.host(1).ip("link", "set", "eth1", "down");
        await().until(() -> System.currentTimeMillis() >= down + 5_000);
        assertThat(calls(one).stream().filter(call -> call.began > down + 1_000))
                .as("calls while the link was down")
                .isNotEmpty()
                .noneMatch(call -> call.good);
        lan.host(1).ip("link", "set", "eth1", "up");
    }

    @Test
    void an_interface_that_is_made_again_under_its_name_is_another_one_and_heals_as_well() throws Exception {
        startOn("eth1");

        lan.host(1).ip("link", "delete", "eth1");
        lan.host(1).plug(1);

        assertHealedWithin3sOf(System.currentTimeMillis());
    }

    @Test
    void a_cable_that_is_pulled_and_put_back_at_the_switch_heals_within_3_s() throws Exception {
        startOn();

        lan.cable(1, false);
        long down = System.currentTimeMillis();
        await().until(() -> calls(two).stream().anyMatch(call -> call.began > down && !call.good));
        lan.cable(1, true);

        assertHealedWithin3sOf(System.currentTimeMillis());
    }

    private void assertHealedWithin3sOf(long change) {
        awaitGoodCallsSince(change);
        for (Tool each : List.of(one, two)) {
            long lastFailure = calls(each).stream()
                    .filter(call -> !call.good)
                    .mapToLong(Call::ended)
                    .max()
                    .orElse(change);
            System.out.println("healed " + (lastFailure - change) + " ms after the change");
            assertThat(lastFailure - change)
                    .as("milliseconds from the change to the last failure")
                    .isLessThanOrEqualTo(HEALED_AFTER_MILLIS);
        }
    }

    private void awaitGoodCallsSince(long time) {
        for (Tool each : List.of(one, two)) {
            await().atMost(Tool.SOON).until(() -> {
                List<Call> calls = calls(each);
                return calls.size() > ENOUGH
                        && calls.subList(calls.size() - ENOUGH, calls.size()).stream()
                                .allMatch(call -> call.good && call.began >= time);
            });
        }
    }

    private static List<Call> calls(Tool prober) {
        return prober.lines().stream().skip(1).map(Call::parse).toList();
    }

    private record Call(long began, long ended, boolean good) {
        static Call parse(String line) {
            String[] parts = line.split(" ", 3);
            return new Call(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2].equals("good"));
        }
    }
}
