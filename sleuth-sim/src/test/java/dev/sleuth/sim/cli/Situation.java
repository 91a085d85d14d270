package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hosts with something wrong, and what the doctor says there. Host 1 is on network 1, hosts 2 and 3 are on the networks
 * 1 and 5; on host 2 lives a service, on network 1.
 */
final class Situation {
    /** What is done to the hosts before. */
    interface Ailment {
        void strike(Lan lan) throws IOException;
    }

    /** What the doctor says. */
    record Seen(int code, JsonNode json) {
        /** The codes of what is wrong, the most likely cause first. */
        List<String> wrong() {
            return codes(true);
        }

        List<String> hints() {
            return codes(false);
        }

        private List<String> codes(boolean wrong) {
            return StreamSupport.stream(json.path("findings").spliterator(), false)
                    .filter(finding -> finding.path("wrong").booleanValue() == wrong)
                    .map(finding -> finding.path("code").textValue())
                    .toList();
        }

        String firstSentence() {
            return json.at("/findings/0/sentence").asText();
        }
    }

    private final String story;
    private Ailment ailment = lan -> {};
    private int peerHost = 2;
    private @Nullable List<String> peer = List.of("--service", "echo-service", "--interface", "eth1");
    private int doctorHost = 1;
    private List<String> environment = List.of();

    private Situation(String story) {
        this.story = story;
    }

    static Situation of(String story) {
        return new Situation(story);
    }

    Situation struckBy(Ailment what) {
        ailment = what;
        return this;
    }

    /** @param rule what follows {@code iptables} */
    Situation firewall(int host, String rule) {
        return struckBy(lan -> lan.host(host).run(("iptables " + rule).split(" ")));
    }

    Situation peer(int host, String... options) {
        peerHost = host;
        peer = List.of(options);
        return this;
    }

    Situation nobody() {
        peer = null;
        return this;
    }

    /** @param variables each as {@code NAME=value} */
    Situation doctorOn(int host, String... variables) {
        doctorHost = host;
        environment = List.of(variables);
        return this;
    }

    /** Brings it about on hosts of its own, and asks the doctor. */
    Seen stage() throws IOException, InterruptedException {
        try (Lan lan = new Lan(3)) {
            lan.network(5);
            lan.host(2).plug(5);
            lan.host(3).plug(5);
            ailment.strike(lan);
            if (peer == null) {
                return doctor(lan);
            }
            List<String> words = new ArrayList<>(List.of("peer"));
            words.addAll(peer);
            try (Tool there = Tool.start(lan.host(peerHost), words.toArray(String[]::new))) {
                there.line(line -> line.contains(" offers "));
                return doctor(lan);
            }
        }
    }

    private Seen doctor(Lan lan) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-u", "SLEUTH_INTERFACE"));
        command.addAll(List.of("-u", "BEACON_INTERFACE", "-u", "ZSYS_INTERFACE"));
        command.addAll(environment);
        command.addAll(java(Main.class, "doctor", "--json"));
        Path out = Files.createTempFile("doctor", ".json");
        try {
            Process process = new ProcessBuilder(lan.host(doctorHost).command(command.toArray(String[]::new)))
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.waitFor(2 * Tool.SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("ends")
                    .isTrue();
            return new Seen(process.exitValue(), new ObjectMapper().readTree(Files.readString(out)));
        } finally {
            Files.delete(out);
        }
    }

    /** Has a program on this host keep the UDP port for itself; it ends with the host. */
    static void keepPort(Lan.Host host) throws IOException {
        List<String> command = java(PortKeeper.class, "5670");
        Process keeper = new ProcessBuilder(host.command(command.toArray(String[]::new))).start();
        try (BufferedReader says = keeper.inputReader(StandardCharsets.UTF_8)) {
            assertThat(says.readLine()).isEqualTo("has it");
        }
    }

    private static List<String> java(Class<?> program, String... words) {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public String toString() {
        return story;
    }
}
