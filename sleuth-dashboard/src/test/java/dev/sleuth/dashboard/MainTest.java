package dev.sleuth.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void aJournalIsDrawnIntoAFile() throws Exception {
        Path journal = folder.resolve("journal.jsonl");
        Journal.of(List.of(new Entry.Up(0, "echo", "E", "echo-service", "1"), new Entry.Ended(5)))
                .write(journal);
        Path picture = folder.resolve("picture.png");

        assertThat(run("--replay", journal.toString(), "--snapshot", picture.toString(), "--theme", "light"))
                .as(err.toString())
                .isZero();
        assertThat(picture).isNotEmptyFile();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aVirtualScenarioIsDrawnAtOnceAsItWasThen() throws Exception {
        Path file = Files.writeString(
                folder.resolve("long.yaml"),
                "name: long\nlasts: 20min\npeers:\n  echo: {service: echo-service}\nexpect:\n  - {views: right}\n");
        Path picture = folder.resolve("picture.png");

        assertThat(run(
                        "--scenario",
                        file.toString(),
                        "--world",
                        "virtual",
                        "--snapshot",
                        picture.toString(),
                        "--at",
                        "9min"))
                .as(err.toString())
                .isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--theme dark | one of these is needed: --scenario, --live, --replay",
                "--live --replay x | of these only one can be given: --live, --replay",
                "--live --theme blue | --theme blue: take dark or light",
                "--live --speed 0 | --speed 0.0: write more than 0",
                "--live --width 12 | --width 12: write 300 to 8000",
                "--live --at soon | --at: ",
                "--live --snapshto x.png | there is no option --snapshto: did you mean --snapshot?",
                "--help --snapshto x.png | there is no option --snapshto: did you mean --snapshot?",
                "--live --snapshto x.png | (see ./sleuth dashboard --help)",
                "--live --interface nowhere | nowhere",
                "--replay nowhere | nowhere: there is no such file",
                "--scenario nowhere.yaml | nowhere.yaml",
                "--scenario x --world flat | there is no world 'flat': known are jvm, virtual, docker",
            })
    void badInputIsRefusedInOneLine(String args, String complaint) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("sleuth: ")
                .contains(complaint);
    }

    @Test
    void aPictureThatCannotBeWrittenIsToldWithItsPlace() throws Exception {
        Path journal = folder.resolve("journal.jsonl");
        Journal.of(List.of(new Entry.Ended(5))).write(journal);

        assertThat(run("--replay", journal.toString(), "--snapshot", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("sleuth: --snapshot " + folder + ": this cannot be written");
    }

    @Test
    void helpShowsHowToBegin() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--scenario", "--live", "--replay", "--snapshot", "Examples:");
    }
}
