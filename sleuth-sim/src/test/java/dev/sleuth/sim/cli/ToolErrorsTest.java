package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Target;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peer, call and ls say when they cannot do what they are asked for: one line, and the right exit code. */
@Timeout(60)
class ToolErrorsTest {
    private static final Worlds.Maker NONE = (scenario, journal) -> {
        throw new AssertionError("no scenario is to be run");
    };

    private final String port = Tool.freePort();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "call http://echo/ | a URL begins with sleuth://, not as http://echo/; write sleuth://SERVICE/PATH [916 not a sleuth URL]",
                "call sleuth:///path | no service is named in sleuth:///path [916 not a sleuth URL]",
                "call sleuth://abc@echo/ | 32 hexadecimal digits",
                "call | URL is missing",
                "call sleuth://a/ sleuth://b/ | 'sleuth://b/' is one word too many",
                "call -H nonsense sleuth://a/ | -H 'nonsense': a header field is written as 'Name: value'",
                "call -d @/nowhere/at/all sleuth://a/ | -d @/nowhere/at/all: this cannot be read (there is no such file",
                "call --timeout soon sleuth://a/ | \"soon\" is not a time; write for example 3s or 250ms",
                "call --timeout 0s sleuth://a/ | --timeout 0s: no call can be answered within 0s; make it longer",
                "call -o /nowhere/at/all sleuth://a/ | -o /nowhere/at/all: there is no folder /nowhere/at; make it first",
                "call -o /tmp sleuth://a/ | -o /tmp: this is a folder; name a file",
                "call --wait 5 sleuth://a/ | \"5\" has no unit",
                "call --interface nowhere sleuth://a/ | no interface \"nowhere\" is up",
                "call --port 0 sleuth://a/ | a UDP port is a number from 1 to 65535, not 0 [904 impossible configuration]",
                "call --port 99999999999 sleuth://a/ | a UDP port is a number from 1 to 65535",
                "call --port many sleuth://a/ | 'many' is not a whole number",
                "ls --interface 203.0.113.77 | no interface \"203.0.113.77\" is up",
                "ls --port 65536 | a UDP port is a number from 1 to 65535, not 65536 [904 impossible configuration]",
                "ls everything | 'everything' is one word too many",
                "doctor --interface nowhere | --interface: no interface \"nowhere\" is up with an IPv4 address; there are ",
                "doctor --for 0 | --for takes from 1 second to 1 hour",
                "doctor --for 61min | --for takes from 1 second to 1 hour",
                "doctor --for soon | \"soon\" is not a time",
                "doctor --port 0 | a UDP port is a number from 1 to 65535, not 0 [904 impossible configuration]",
                "peer --interface nowhere | no interface \"nowhere\" is up with an IPv4 address; there are ",
                "peer --service a/b | a service's name has 1 to 255 bytes",
                "peer --echo | name it with --service NAME",
                "peer --version 1.2 | name it with --service NAME",
                "peer --service a --echo --text b | of these only one can be given: --echo, --text",
                "peer --service a --forward localhost:80 | --forward localhost:80: write a server's URL such as",
            })
    void bad_input_is_one_line_and_exit_2(String words, String complaint) {
        Cli cli = Cli.run(NONE, words.split(" "));
        assertThat(cli.complaints())
                .singleElement()
                .asString()
                .startsWith("sleuth: ")
                .containsIgnoringCase(complaint);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"call sleuth://a/", "ls", "peer"})
    void a_udp_port_that_somebody_else_keeps_for_himself_is_named(String words) throws Exception {
        try (DatagramSocket taken = new DatagramSocket(null)) {
            taken.setReuseAddress(false);
            taken.bind(new InetSocketAddress(Integer.parseInt(port)));
            Cli cli = run(words);
            assertThat(cli.complaints())
                    .singleElement()
                    .asString()
                    .startsWith("sleuth: ")
                    .contains(port, "[908 UDP port not usable]");
            assertThat(cli.code()).isEqualTo(2);
        }
    }

    @Test
    void nobody_there_is_exit_1_with_the_code() {
        Cli cli = run("call --wait 10ms sleuth://nobody/");
        assertThat(cli.complaints())
                .containsExactly("sleuth: no peer offers nobody: nobody else is seen here;"
                        + " ./sleuth doctor may tell why [919 nobody offers it, 934 a call failed]");
        assertThat(cli.code()).isEqualTo(1);
    }

    @Test
    void who_calls_a_mistyped_service_is_told_which_there_are() throws Exception {
        try (Tool peer = Tool.start("peer", "--port", port, "--service", "echo-service")) {
            peer.line(line -> line.contains("offers echo-service"));
            assertThat(run("call --wait 20s sleuth://echo-service/").code()).isZero();
            Cli cli = run("call sleuth://ecko-service/");
            assertThat(cli.complaints())
                    .containsExactly(
                            "sleuth: no peer offers ecko-service:"
                                    + " did you mean echo-service? Known are echo-service [919 nobody offers it, 934 a call failed]");
            assertThat(cli.code()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleuth://a/ | true | '' | nobody else is seen here; ./sleuth doctor may tell why",
                "sleuth://a/ | false | '' | nobody here offers anything; ./sleuth ls tells who is there",
                "sleuth://a/ | false | aa | did you mean aa? Known are aa",
                "sleuth://a/ | false | a | ./sleuth ls tells who is there",
                "sleuth://5D1F04C29A4E4B0C8F0A3B2C1D0E9F88@a/ | false | aa | ./sleuth ls tells who is there",
            })
    void whom_a_caller_may_have_meant(String url, boolean alone, String service, String hint) {
        List<String> services = service.isEmpty() ? List.of() : List.of(service);
        assertThat(Nobody.hint(Target.parse(url), alone, services)).isEqualTo(hint);
    }

    @Test
    void what_cannot_be_written_is_exit_2() throws Exception {
        try (Tool peer = Tool.start("peer", "--port", port, "--service", "a", "--text", "b")) {
            peer.line(line -> line.contains("offers a"));
            Cli cli = run("call --wait 20s -o /dev/full sleuth://a/");
            assertThat(cli.complaints()).singleElement().asString().startsWith("sleuth: -o /dev/full: ");
            assertThat(cli.code()).isEqualTo(2);
        }
    }

    private Cli run(String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(1, List.of("--port", port, "--interface", "lo"));
        return Cli.run(NONE, all.toArray(new String[0]));
    }
}
