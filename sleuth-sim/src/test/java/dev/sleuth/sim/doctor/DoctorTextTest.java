package dev.sleuth.sim.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.sim.doctor.Facts.Choice;
import dev.sleuth.sim.doctor.Facts.Outcome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people and programs read. */
class DoctorTextTest {
    @Test
    void well_is_said_in_the_first_line_and_then_what_was_seen() {
        assertThat(DoctorText.of(new Ward().with(Ward.peer(2)).diagnosis(), 80))
                .containsExactly(
                        "All is well: 1 peer is heard.",
                        "",
                        "Interfaces (by default all that can multicast, loopback only when there is no",
                        "other)",
                        "   eth0  10.0.0.1/24  used: it is up and can multicast",
                        "   lo    127.0.0.1/8  not used: loopback is, only when there is no other",
                        "",
                        "UDP port 5670",
                        "   can be bound and shared",
                        "",
                        "Our own beacons, and how many of them came back",
                        "   eth0  multicast to 224.0.0.250  10 of 10",
                        "   eth0  broadcast to 10.0.0.255   10 of 10",
                        "",
                        "Peers (heard for 5.0 s)",
                        "   020000  sleuth for Java, HELLO: offers echo-service, group SLEUTH-v1",
                        "      beacons from 10.0.0.2 on eth0: 10 by multicast, 10 by broadcast, every 250 ms",
                        "      TCP 10.0.0.2:4000 answers");
    }

    @Test
    void several_findings_are_numbered_and_none_is_wider_than_the_terminal() {
        Ward ward = new Ward().with(Ward.reached(2, Outcome.SILENT), Ward.reached(3, Outcome.REFUSED));
        List<String> lines = DoctorText.of(ward.diagnosis(), 60);
        assertThat(lines.get(0)).isEqualTo("Something is wrong; the most likely cause first.");
        assertThat(lines).anyMatch(line -> line.startsWith("1. The TCP port of peer 020000 at 10.0.0.2"));
        assertThat(lines).anyMatch(line -> line.startsWith("2. The TCP port of peer 030000 at 10.0.0.3"));
        assertThat(lines).anyMatch(line -> line.startsWith("   What to do: "));
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("   ") || line.startsWith("   What"))
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.length() <= 60);
    }

    @Test
    void nobody_there_is_said_as_it_is() {
        assertThat(DoctorText.of(new Ward().diagnosis(), 80))
                .startsWith("Nobody else is heard.", "", "Worth knowing", "")
                .anyMatch(line -> line.startsWith("- Nothing is wrong on this host, as far as"));
    }

    @Test
    void why_an_interface_is_used_depends_on_who_chose() {
        Ward ward = new Ward();
        ward.choice = new Choice(List.of("eth0"), "BEACON_INTERFACE", null);
        assertThat(DoctorText.of(ward.diagnosis(), 80))
                .contains(
                        "Interfaces (the environment's BEACON_INTERFACE is eth0)",
                        "   eth0  10.0.0.1/24  used: named by BEACON_INTERFACE",
                        "   lo    127.0.0.1/8  not used: not named by BEACON_INTERFACE");
        ward.choice = new Choice(List.of("eth0"), null, null);
        assertThat(DoctorText.of(ward.diagnosis(), 80))
                .contains("Interfaces (eth0 was asked for)", "   eth0  10.0.0.1/24  used: asked for");
    }

    @Test
    void programs_get_all_of_it() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(DoctorJson.of(
                        new Ward().with(Ward.reached(2, Outcome.SILENT)).diagnosis()));
        assertThat(json.path("well").booleanValue()).isFalse();
        assertThat(json.at("/findings/0/code").textValue()).isEqualTo("tcp-blocked");
        assertThat(json.at("/findings/0/wrong").booleanValue()).isTrue();
        assertThat(json.at("/interfaces/0/addresses/0/why").textValue()).isEqualTo("used: it is up and can multicast");
        assertThat(json.at("/echoes/1/way").textValue()).isEqualTo("broadcast");
        assertThat(json.at("/echoes/1/back").intValue()).isEqualTo(10);
        assertThat(json.at("/peers/0/id").textValue()).isEqualTo(Ward.id(2).toString());
        assertThat(json.at("/peers/0/family").textValue()).isEqualTo("java");
        assertThat(json.at("/peers/0/beacons/0/everyMillis").intValue()).isEqualTo(250);
        assertThat(json.at("/peers/0/tcp/0/outcome").textValue()).isEqualTo("silent");
        assertThat(json.at("/peers/0/hello").isNull()).isTrue();
        assertThat(new ObjectMapper()
                        .readTree(DoctorJson.of(new Ward().with(Ward.peer(2)).diagnosis()))
                        .at("/peers/0/hello/headers/type")
                        .textValue())
                .isEqualTo("echo-service");
    }
}
