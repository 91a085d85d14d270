package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each error is one line that names the file, the line and the key, and says what to do. */
class ScenarioErrorsTest {
    private static final String CRASH = "{at: 3s, crash: echo-1}";

    @TempDir
    private Path directory;

    private Path file;

    private String error(Path path) {
        file = path;
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(path));
        assertThat(e).as("nothing was refused").isNotNull();
        assertThat(e.getMessage()).startsWith(path.toString()).hasLineCount(1);
        return e.getMessage().substring(path.toString().length());
    }

    private String error(String text) throws IOException {
        return error(Files.writeString(directory.resolve("failover.yaml"), text));
    }

    private String errorAfter(String piece, String other) throws IOException {
        String text = Texts.failover();
        assertThat(text).contains(piece);
        return error(text.replace(piece, other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          {at: 3s, crash: echo-1}          | {at: 3s, crush: echo-1}   | , line 13, steps[1].crush: unknown step; did you mean crash? Known are crash, restart, leave, freeze, lose-beacons, join, hold, cut, slow, stall, slow-handlers, failing-handlers
          {at: 3s, crash: echo-1}          | {at: 3, crash: echo-1}    | , line 13, steps[1].at: "3" has no unit; write for example 3s or 250ms
          {at: 3s, crash: echo-1}          | {at: -3s, crash: echo-1}  | , line 13, steps[1].at: "-3s" is negative; a time is 0 or more
          {at: 3s, crash: echo-1}          | {at: 3sec, crash: echo-1} | , line 13, steps[1].at: "3sec" has the unknown unit "sec"; known are ns, us, µs, ms, s, min
          {at: 3s, crash: echo-1}          | {at: soon, crash: echo-1} | , line 13, steps[1].at: "soon" is not a time; write for example 3s or 250ms
          {at: 3s, crash: echo-1}          | {at: 99999min, crash: echo-1} | , line 13, steps[1].at: "99999min" is too long; the longest time is 1440min
          {at: 3s, crash: echo-1}          | {at: 0.5ns, crash: echo-1} | , line 13, steps[1].at: "0.5ns" is finer than 1ns; write whole nanoseconds
          {at: 3s, crash: echo-1}          | {at: 25s, crash: echo-1}  | , line 13, steps[1].at: this is after the end: the scenario lasts 24 s; make it earlier or lasts longer
          {at: 3s, crash: echo-1}          | {at: 3s, crash: ecko-1}   | , line 13, steps[1].crash: "ecko-1" is no peer of this scenario; did you mean echo-1? Known are echo-1, echo-2, echo-3, caller-1, caller-2
          {at: 3s, crash: echo-1}          | {at: 3s, crash: echo}     | , line 13, steps[1].crash: echo is a group of 3 peers; name one of them, as echo-1
          {at: 3s, crash: echo-1}          | {at: 3s, crash: [echo-1]} | , line 13, steps[1].crash: a single value belongs here, not a list
          {at: 3s, crash: echo-1}          | {at: 3s, crash: }         | , line 13, steps[1].crash: nothing is written here; write a value or leave the key out
          {at: 3s, crash: echo-1}          | {crash: echo-1}           | , line 13, steps[1]: the key at is missing; add it
          {at: 3s, crash: echo-1}          | {at: 3s}                  | , line 13, steps[1]: this step does not say what it is; add one of crash, restart, leave, freeze, lose-beacons, join, hold, cut, slow, stall, slow-handlers, failing-handlers
          {at: 3s, crash: echo-1}          | {at: 3s, crash: echo-1, lasts: 2s} | , line 13, steps[1].lasts: unknown key; known are at, crash
          {at: 3s, crash: echo-1}          | {at: 3s, crash: echo-1, leave: echo-1} | , line 13, steps[1].leave: one step cannot be both crash and leave; write two
          {at: 3s, crash: echo-1}          | {at: 3s, at: 4s, crash: echo-1} | , line 13, steps[1].at: this key stands here twice, first in line 13; remove or rename one
          {at: 3s, crash: echo-1}          | crash                     | , line 13, steps[1]: keys with values belong here, not a single value
          {at: 3s, crash: echo-1}          | {at: 3s, [a]: echo-1}     | , line 13, steps[1]: a key is a single word; write key: value
          {at: 3s, crash: echo-1}          | {at: 3s, restart: echo-2} | , line 13, steps[1].restart: echo-2 is up at 3 s; crash it or let it leave before
          {at: 6s, restart: echo-1}        | {at: 6s, crash: echo-1}   | , line 14, steps[2].crash: echo-1 is down since its crash at 3 s; restart it before
          {at: 6s, restart: echo-1}        | {at: 2s, restart: echo-1} | , line 14, steps[2].at: this is before the step above it, at 3 s; sort the steps by time
          lose-beacons: 30%                | lose-beacons: 30          | , line 15, steps[3].lose-beacons: "30" has no unit; write for example 30%
          lose-beacons: 30%                | lose-beacons: 130%        | , line 15, steps[3].lose-beacons: "130%" is more than all; write 0% to 100%
          lose-beacons: 30%                | lose-beacons: 0%          | , line 15, steps[3].lose-beacons: 0% has no effect; write more, or leave the step out
          {at: 14s, freeze: echo-2         | {at: 12s, lose-beacons: 1% | , line 16, steps[4].lose-beacons: step 3 does this until 13 s; do it later
          freeze: echo-2, lasts: 2s        | freeze: echo-2, lasts: 11s | , line 16, steps[4].lasts: this goes on until 25 s, after the end at 24 s; make it shorter
          freeze: echo-2, lasts: 2s        | freeze: echo-2, lasts: 0s | , line 16, steps[4].lasts: 0s has no effect; make it last longer
          freeze: echo-2, lasts: 2s        | freeze: echo-2            | , line 16, steps[4]: the key lasts is missing; add it
          {at: 19s, leave: echo-3}         | {at: 16s, leave: echo-2}  | , line 17, steps[5].leave: echo-2 is frozen until 16 s; do this later
          """)
    void a_step_that_cannot_be_is_refused(String piece, String other, String message) throws IOException {
        assertThat(errorAfter(piece, other)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          discovered: all         | discovered: some           | , line 19, expect[1].discovered: "some" is not known here; write all, or a group that joins by a step
          discovered: all, within: 2s | discovered: all, within: 25s | , line 19, expect[1].within: this time is over at 25 s, after the end at 24 s; make it shorter or lasts longer
          {gone: echo-1, within: 100ms} | {gone: echo-1}       | , line 20, expect[2]: the key within is missing; add it
          {gone: echo-1, within: 100ms} | {gone: caller-1, within: 100ms} | , line 20, expect[2].gone: no step does this to caller-1; add a step crash or leave or freeze for it
          {gone: echo-1, within: 100ms} | {gone: echo-1, within: 100ms, at: 4s} | , line 20, expect[2].at: not one step does this at this time to echo-1; write at: with one of 3 s
          {back: echo-1, within: 1s}    | {back: echo-3, within: 1s} | , line 21, expect[3].back: no step does this to echo-3; add a step restart or freeze for it
          {back: echo-2, within: 1s}    | {back: echo-2, within: 9s} | , line 23, expect[5].within: this time is over at 25 s, after the end at 24 s; make it shorter or lasts longer
          failed-calls: 5%        | failed-calls: 5.5          | , line 24, expect[6].failed-calls: "5.5" is not a whole number; write one such as 1
          failed-calls: 5%        | failed-calls: -1           | , line 24, expect[6].failed-calls: "-1" is out of range; write 0 to 2147483647
          failed-calls: 5%        | failed-calls: 5%, from: 3s, until: 2s | , line 24, expect[6].until: this window ends at 2 s, not after its beginning at 3 s; make it longer
          off-by: 10%, from: 2s, until: 3s | off-by: 10%, from: 2s, until: 30s | , line 25, expect[7].until: this is after the end: the scenario lasts 24 s; make it earlier or lasts longer
          balance: echo-service   | balance: echo-servce       | , line 25, expect[7].balance: "echo-servce" is no service of this scenario; did you mean echo-service? Known are echo-service
          p50: 5ms, p99: 50ms, from | from                     | , line 26, expect[8]: this latency has no figure; add at least one of p50, p90, p99, p999, max
          p50: 5ms                | p51: 5ms                   | , line 26, expect[8].p51: unknown key; did you mean p50? Known are latency, p50, p90, p99, p999, max, from, until
          views: right            | attempts: echo-service, mean: 0 | , line 27, expect[9].mean: 0 is only true of no calls; write more, such as 1.2
          views: right            | attempts: echo-service, mean: 101 | , line 27, expect[9].mean: "101" is out of range; write 0 to 100
          views: right            | views: wrong               | , line 27, expect[9].views: "wrong" is not known here; write right
          views: right            | vews: right                | , line 27, expect[9].vews: unknown expectation; did you mean views? Known are discovered, gone, back, failed-calls, balance, latency, views, false-removals, calls-to-gone, attempts, at-most-once, availability and 2 more
          """)
    void an_expectation_that_cannot_be_is_refused(String piece, String other, String message) throws IOException {
        assertThat(errorAfter(piece, other)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          name: failover      | name: a/b                 | , line 1, name: write up to 100 letters, digits, spaces and . _ - here, a letter or digit first
          name: failover      | nam: failover             | , line 1, nam: unknown key; did you mean name? Known are name, story, seed, lasts, peers, load, steps, expect
          name: failover      | seed: 2                   | , line 5, seed: this key stands here twice, first in line 1; remove or rename one
          seed: 1             | seed: one                 | , line 5, seed: "one" is not a whole number; write one such as 1
          lasts: 24s          | lasts: 0s                 | , line 6, lasts: a scenario that lasts 0s has no time to show anything; make it longer
          lasts: 24s          | lasts: 24s s              | , line 6, lasts: "24s s" is not a time; write for example 3s or 250ms
          count: 3, version   | count: 0, version         | , line 8, peers.echo.count: "0" is out of range; write 1 to 10000
          count: 3, version   | cuont: 3, version         | , line 8, peers.echo.cuont: unknown key; did you mean count? Known are service, count, version, at-work
          service: echo-service, count | count            | , line 8, peers.echo.version: a version without a service means nothing; add service or remove version
          caller: {count: 2}  | echo-2: {}                | , line 9, peers.echo-2: the name echo-2 is taken by another group or peer; rename one of them
          caller: {count: 2}  | echo: {}                  | , line 9, peers.echo: this key stands here twice, first in line 8; remove or rename one
          caller: {count: 2}  | c d: {}                   | , line 9, peers."c d": "c d" is no name; write up to 63 letters, digits, and . _ - after the first
          caller: {count: 2}  | caller: {count: 9999}     | , line 8, peers: these are 10002 peers, more than 10000; take fewer
          from: caller        | from: callr               | , line 11, load[1].from: "callr" is no group or peer of this scenario; did you mean caller? Known are echo, caller, echo-1, echo-2, echo-3, caller-1, caller-2
          to: echo-service    | to: other                 | , line 11, load[1].to: "other" is no service of this scenario; known are echo-service
          rate: 100/s         | rate: 100                 | , line 11, load[1].rate: "100" has no unit; write for example 100/s
          rate: 100/s         | rate: 0/s                 | , line 11, load[1].rate: "0/s" is out of range; write more than 0/s and at most 1000000/s
          until: 22s          | until: 25s                | , line 11, load[1].until: this is after the end: the scenario lasts 24 s; make it earlier or lasts longer
          until: 22s          | until: 2s                 | , line 11, load[1].until: this is not later than after, 2 s; make it later
          rate: 100/s         | rate: full, at-once: 0    | , line 11, load[1].at-once: "0" is out of range; write 1 to 10000
          rate: 100/s         | rate: 100/s, at-once: 2   | , line 11, load[1].at-once: only a load with rate: full has this; remove one of them
          rate: 100/s         | rate: 0.1%                | , line 11, load[1].rate: "0.1%" is out of range; write 1% to 10000%
          rate: 100/s         | rate: 300%                | , line 11, load[1].rate: what this is a part of has not been measured by then; add a load with rate: full from the same callers to echo-service above it, that is over by 2 s
          count: 3, version   | at-work: 0, version       | , line 8, peers.echo.at-work: "0" is out of range; write 1 to 10000
          caller: {count: 2}  | caller: {at-work: 2}      | , line 9, peers.caller.at-work: without a service nothing is at work; add service or remove at-work
          body: 1KiB          | body: 1kb                 | , line 11, load[1].body: "1kb" has the unknown unit "kb"; known are B, KiB, MiB
          body: 1KiB          | body: 65MiB               | , line 11, load[1].body: "65MiB" is too large; write at most 64MiB
          timeout: 500ms      | timeout: 0s               | , line 11, load[1].timeout: no call can be answered within 0s; make it longer
          rate: 100/s         | rate: 100/s, rate: 2/s    | , line 11, load[1].rate: this key stands here twice, first in line 11; remove or rename one
          """)
    void peers_and_load_that_cannot_be_are_refused(String piece, String other, String message) throws IOException {
        assertThat(errorAfter(piece, other)).isEqualTo(message);
    }

    @Test
    void an_expectation_needs_calls_to_judge() throws IOException {
        String text = "name: x\nlasts: 9s\npeers: {a: {service: s, count: 2}}\nexpect:\n- ";

        assertThat(error(text + "{failed-calls: 0}"))
                .isEqualTo(
                        ", line 5, expect[1].failed-calls: nobody calls anybody, so there is nothing to judge; add load");
        assertThat(error(text + "{latency: s, p50: 1s}"))
                .isEqualTo(", line 5, expect[1].latency: nobody calls s, so there is nothing to judge; add it to load");
        assertThat(error(text.replace("2}}", "1}}\nload: [{from: a, to: s, rate: 1/s, after: 0s, until: 1s}]")
                        + "{balance: s, off-by: 1%}"))
                .isEqualTo(
                        ", line 6, expect[1].balance: s has only one replica, so there is nothing to balance; give it a count");
    }

    @Test
    void several_steps_need_a_time_that_picks_one() throws IOException {
        assertThat(errorAfter("{at: 19s, leave: echo-3}", "{at: 19s, leave: echo-1}"))
                .isEqualTo(
                        ", line 20, expect[2].gone: several steps do this to echo-1; write at: with one of 3 s, 19 s");
    }

    @Test
    void a_scenario_expects_something_of_somebody() throws IOException {
        assertThat(error("name: x\nlasts: 9s\npeers: {a: }\n"))
                .isEqualTo(", line 1: the key expect is missing; add it");
        assertThat(error("name: x\nlasts: 9s\npeers: {a: }\nexpect: []\n"))
                .isEqualTo(
                        ", line 4, expect: a scenario that expects nothing cannot fail; add one such as - {views: right}");
        assertThat(error("name: x\nlasts: 9s\npeers: {}\nexpect: []\n"))
                .isEqualTo(
                        ", line 3, peers: a scenario needs at least one peer; add one such as echo: {service: echo-service}");
        assertThat(error("name: x\nlasts: 9s\npeers: \nexpect: []\n"))
                .isEqualTo(", line 3, peers: keys with values belong here, not nothing");
        assertThat(error("name: x\nlasts: 9s\npeers: {a: }\nexpect: {views: right}\n"))
                .isEqualTo(", line 4, expect: a list belongs here (lines that begin with -), not keys with values");
    }

    @Test
    void a_tab_is_refused_with_its_place() throws IOException {
        assertThat(errorAfter("  - " + CRASH, "  -\t" + CRASH))
                .isEqualTo(", line 13: there is a tab in column 4; use spaces in YAML");
    }

    @Test
    void what_is_no_yaml_is_refused_with_its_line() throws IOException {
        assertThat(error("- a")).isEqualTo(", line 1: keys with values belong here, not a list");
        assertThat(error("[".repeat(1_000_000)))
                .isEqualTo(", line 1: this is nested too deeply; check brackets and indentation");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        String message = ": this file is empty; a scenario needs at least the keys name, lasts, peers and expect";
        assertThat(error("")).isEqualTo(message);
        assertThat(error("# only a comment\n")).isEqualTo(message);
        assertThat(error("---\n...\n")).contains("keys with values belong here, not nothing");
    }

    @Test
    void a_missing_file_is_refused() {
        assertThat(error(directory.resolve("missing.yaml"))).isEqualTo(": there is no such file; check the path");
    }

    @Test
    void a_directory_is_refused() {
        assertThat(error(directory)).isEqualTo(": this is a directory; name a scenario's file in it");
    }

    @Test
    void a_binary_file_is_refused() throws IOException {
        Path path = directory.resolve("binary.yaml");
        assertThat(error(Files.write(path, new byte[] {'P', 'K', 3, 4})))
                .isEqualTo(", line 1: this is a binary file (it holds character 3); a scenario is YAML in UTF-8");
        assertThat(error(Files.write(path, new byte[] {(byte) 0xff, (byte) 0xd8})))
                .isEqualTo(": this is a binary file or not UTF-8; a scenario is YAML in UTF-8");
    }

    @Test
    void a_file_of_50_megabytes_is_refused_unread() throws IOException {
        Path path = directory.resolve("large.yaml");
        try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
            large.setLength(50 << 20);
        }
        assertThat(error(path))
                .isEqualTo(": this file is larger than 1 MiB; a scenario is a few lines of YAML, check the path");
    }

    @Test
    void aliases_are_refused_before_they_grow() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(error(bomb.toString())).isEqualTo(", line 2: aliases (*a0) are not supported; write it out");
    }

    @Test
    void what_was_written_is_shown_on_one_line_and_not_too_long() throws IOException {
        assertThat(errorAfter("24s", "\"" + "9\\n".repeat(100) + "\""))
                .isEqualTo(
                        ", line 6, lasts: \"" + "9 ".repeat(20) + "...\" is not a time; write for example 3s or 250ms");
    }
}
