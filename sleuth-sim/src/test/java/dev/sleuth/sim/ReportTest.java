package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.sim.journal.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportTest {
    private static final Finding GOOD = new Finding(
            true, "echo-1 is gone at every survivor within 100 ms of its crash", "100 ms", "12.3 ms (caller-2)", 9);
    private static final Finding BAD =
            new Finding(false, "at most 5% of the \"calls\" <fail>", "at most 5%", "72 of 1,000 calls, 7.2%", 123);

    @TempDir
    private Path directory;

    private static Run run(String more, Finding... findings) {
        Journal journal = Journals.of(
                "0 up echo-1; 0 up caller-1; 10 answer echo-1 to caller-1 since 8; 20 answer echo-2 to caller-1 since 16;"
                        + "30 fail echo-1 to caller-1 since 20; 40 caller-1 loses echo-1;" + more);
        Scenario scenario = new Scenario(
                "failover", "", 7, 24_000_000_000L, List.of(), List.of(), List.of(), List.of(j -> List.of(findings)));
        return new Run(scenario, "virtual", Judge.judge(scenario, journal), journal, 3);
    }

    @Test
    void the_text_is_a_table_of_sentences_with_their_figures_below() {
        Run run = run("", GOOD, BAD);

        assertThat(new Report(run).text(false, 64))
                .isEqualTo("""
            failover, virtual world, seed 7

            ok          echo-1 is gone at every survivor within 100 ms of
                          its crash
                        asked: 100 ms; seen: 12.3 ms (caller-2)
            FELL SHORT  at most 5%% of the "calls" <fail>
                        asked: at most 5%%; seen: 72 of 1,000 calls, 7.2%%
                          [journal line 123]
            calls       3 calls, 3 attempts, 1 failed

            FAILED: 1 of 2 hold
            journal %s
            """.formatted(run.verdict().hash()));
    }

    @Test
    void the_table_fits_into_the_columns_whatever_the_figures() {
        String long60 = "a-name-of-sixty-letters-and-more-without-a-place-to-break-it-in";
        List<String> words = IntStream.range(100, 160).mapToObj(i -> "word" + i).toList();
        Finding wide = new Finding(false, long60 + " " + long60, long60, String.join(" ", words) + long60, 1 << 30);

        String text = new Report(run("", wide)).text(false, 80);

        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text).contains(words);
    }

    @Test
    void colours_come_only_if_told_so() {
        Report report = new Report(run("", GOOD, BAD));

        assertThat(report.text(false, 100)).doesNotContain("\u001b");
        assertThat(report.text(true, 100)).contains("\u001b[32mok\u001b[39m").contains("\u001b[31m");
        assertThat(report.text(true, 100).replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(report.text(false, 100));
    }

    @Test
    void an_inconclusive_run_says_why() throws Exception {
        Report report = new Report(run("50 stall 340", GOOD));

        assertThat(report.text(false, 100))
                .contains(
                        "INCONCLUSIVE: the machine stood still for 340 ms, a run bears less than 200 ms (3 attempts)\n");
        report.write(directory);
        Element suite = xml();
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("error").getLength()).isEqualTo(1);
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    }

    @Test
    void each_finding_is_a_junit_test_case() throws Exception {
        new Report(run("", GOOD, BAD)).write(directory.resolve("made/on/the/way"));
        new Report(run("", GOOD, BAD)).write(directory);

        Element suite = xml();
        assertThat(suite.getAttribute("name")).isEqualTo("failover (virtual)");
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        Element bad = (Element) suite.getElementsByTagName("testcase").item(1);
        assertThat(bad.getAttribute("name")).isEqualTo(BAD.what());
        Element failure = (Element) bad.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("asked: at most 5%, seen: 72 of 1,000 calls, 7.2%");
        assertThat(failure.getTextContent()).endsWith("journal line 123");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
    }

    @Test
    void the_result_has_the_figures() throws Exception {
        Run run = run("", GOOD, BAD);
        new Report(run).write(directory);

        JsonNode result =
                new ObjectMapper().readTree(directory.resolve("result.json").toFile());
        assertThat(result.get("scenario").asText()).isEqualTo("failover");
        assertThat(result.get("world").asText()).isEqualTo("virtual");
        assertThat(result.get("seed").asLong()).isEqualTo(7);
        assertThat(result.get("result").asText()).isEqualTo("FAILED");
        assertThat(result.get("hash").asText()).isEqualTo(run.journal().hash());
        assertThat(result.at("/findings/1").toString())
                .isEqualTo(
                        "{\"passed\":false,\"what\":\"at most 5% of the \\\"calls\\\" <fail>\",\"asked\":\"at most 5%\","
                                + "\"seen\":\"72 of 1,000 calls, 7.2%\",\"line\":123}");
        assertThat(result.at("/latencies/echo-service/calls").asLong()).isEqualTo(3);
        assertThat(result.at("/latencies/echo-service/p50").asLong()).isBetween(3_999_000L, 4_000_000L);
        assertThat(result.at("/latencies/echo-service/max").asLong()).isBetween(9_998_000L, 10_000_000L);
        assertThat(result.at("/calls/caller-1").toString())
                .isEqualTo("{\"echo-1\":{\"answered\":1,\"failed\":1},\"echo-2\":{\"answered\":1,\"failed\":0}}");
        assertThat(result.get("exits").toString()).isEqualTo("{\"silent\":1}");
        assertThat(result.get("sent").toString()).isEqualTo("{\"echo-service\":{\"1\":3}}");
        assertThat(result.get("failures").toString()).isEqualTo("{\"code 920\":1}");
        assertThat(result.get("suspicions").asLong()).isZero();
        assertThat(result.get("detections")).isEmpty();
    }

    @Test
    void who_noticed_an_end_and_when_is_told() throws Exception {
        Run run = run(
                "50 up a; 50 up b; 50 up c; 51 a sees c; 51 b sees c; 60 crash c; 70 a loses c; 75 b loses c;"
                        + "80 up c; 81 a sees c; 90 freeze c; 95 a loses c; 96 thaw c; 99 leave b",
                GOOD);
        new Report(run).write(directory);

        assertThat(new Report(run).text(false, 100)).contains("""
                        noticed     the crash of c at 60 ms: after 10 ms (median), 15 ms (last of 2)
                        noticed     the freezing of c at 90 ms: after 5 ms (median), 5 ms (last of 1)
                        calls       3 calls""");
        assertThat(new ObjectMapper()
                        .readTree(directory.resolve("result.json").toFile())
                        .at("/detections/0")
                        .toString())
                .isEqualTo("{\"peer\":\"c\",\"how\":\"crash\",\"at\":60000000,\"survivors\":2,"
                        + "\"p50\":10000000,\"max\":15000000}");
    }

    @Test
    void the_journal_is_there_to_be_replayed() throws Exception {
        Run run = run("", GOOD);
        new Report(run).write(directory);

        Journal replayed = Journal.read(directory.resolve("journal.jsonl"));

        assertThat(Judge.judge(run.scenario(), replayed)).isEqualTo(run.verdict());
    }

    private Element xml() throws Exception {
        try (var in = Files.newInputStream(directory.resolve("junit.xml"))) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
    }
}
