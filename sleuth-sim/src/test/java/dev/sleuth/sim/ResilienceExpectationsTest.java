package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sleuth.sim.journal.Journal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResilienceExpectationsTest {
    private static final String UP = "0 up a; 0 up b; 0 up caller; 5 a sees b; 5 b sees a; 5 caller sees a;";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          ''                                                   | true  | 0 of 0 removals had no reason | 0
          9000 a loses b                                       | false | 1 of 1 removal had no reason; the first: a removed b (silent) at 9 s | 7
          100 a loses b                                        | false | 1 of 1 removal had no reason; the first: a removed b (silent) at 100 ms | 7
          9000 crash b; 9040 a loses b                         | true  | 0 of 1 removal had no reason | 0
          9000 leave b; 9040 a loses b                         | true  | 0 of 1 removal had no reason | 0
          9000 crash a; 9040 b loses a; 9041 caller loses a    | true  | 0 of 2 removals had no reason | 0
          9000 freeze b; 9900 a loses b; 9950 thaw b           | true  | 0 of 1 removal had no reason | 0
          9000 freeze b; 9900 thaw b; 11899 b loses a          | true  | 0 of 1 removal had no reason | 0
          9000 freeze b; 9900 thaw b; 11900 b loses a          | false | 1 of 1 removal had no reason; the first: b removed a (silent) at 11.9 s | 9
          9000 freeze caller; 9900 a loses b                   | false | 1 of 1 removal had no reason; the first: a removed b (silent) at 9.9 s | 8
          9000 held a to b for 500; 9900 a loses b             | true  | 0 of 1 removal had no reason | 0
          9000 held b to a for 500; 9900 a loses b             | true  | 0 of 1 removal had no reason | 0
          9000 held b to a for 500; 11501 a loses b            | false | 1 of 1 removal had no reason; the first: a removed b (silent) at 11.5 s | 8
          9000 held a to caller for 500; 9900 a loses b        | false | 1 of 1 removal had no reason; the first: a removed b (silent) at 9.9 s | 8
          9000 hit 1 7; 9900 a loses b                         | false | 1 of 1 removal had no reason; the first: a removed b (silent) at 9.9 s | 8
          """)
    void only_who_is_down_frozen_or_held_apart_may_be_removed(String more, boolean passed, String seen, int line) {
        assertThat(new FalseRemovalsExpectation(0).check(Journals.of(UP, more)))
                .containsExactly(new Finding(
                        passed,
                        "nobody is removed from a view who is up and can be reached",
                        "0 removals at most",
                        seen,
                        line));
    }

    @Test
    void some_removals_may_be_allowed_and_who_saw_nobody_shows_nothing() {
        Journal journal = Journals.of(UP, "9000 a loses b; 9100 b loses a");

        assertThat(new FalseRemovalsExpectation(2).check(journal).get(0).passed())
                .isTrue();
        assertThat(new FalseRemovalsExpectation(1).check(journal).get(0).passed())
                .isFalse();
        assertThat(new FalseRemovalsExpectation(9)
                        .check(Journals.of("0 up a; 0 up b"))
                        .get(0))
                .matches(finding -> !finding.passed() && finding.seen().startsWith("nothing to judge"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          10 answer a to caller since 9                                  | true  | 0 of 1 call | 0
          10 caller loses a; 20 answer a to caller since 9               | true  | 0 of 1 call | 0
          10 caller loses a; 20 answer a to caller since 10              | true  | 0 of 1 call | 0
          10 caller loses a; 20 fail a to caller since 11                | false | 1 of 1 call; the first: number 0 of caller, due at 11 ms, to a | 8
          10 caller loses a; 15 caller sees a; 20 answer a to caller since 11 | true | 0 of 1 call | 0
          10 caller loses a; 25 caller sees a; 20 answer a to caller since 11 | false | 1 of 1 call; the first: number 0 of caller, due at 11 ms, to a | 9
          9 fail b to caller since 8                                     | false | 1 of 1 call; the first: number 0 of caller, due at 8 ms, to b | 7
          ''                                                             | false | nothing to judge: nobody was called | 0
          """)
    void no_call_goes_to_whom_the_caller_does_not_see(String more, boolean passed, String seen, int line) {
        assertThat(new CallsToGoneExpectation(0).check(Journals.of(UP, more)))
                .containsExactly(new Finding(
                        passed,
                        "no call is sent to a peer that its caller knows as gone",
                        "0 calls at most",
                        seen,
                        line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          9 executes a for caller number 1; 9 executes a for caller number 2; 9 executes a for other number 1 | true | 0 of 3 again | 0
          8 executes a for caller number 1; 9 executes b for caller number 1 | false | 1 of 1 again; the first: number 1 of caller, by a at 8 ms and by b at 9 ms | 2
          8 executes a for caller number 1; 9 executes a for caller number 1 | false | 1 of 1 again; the first: number 1 of caller, by a at 8 ms and by a at 9 ms | 2
          8 up a | false | nothing to judge: no POST was carried out | 0
          """)
    void what_must_not_be_done_twice_is_not(String text, boolean passed, String seen, int line) {
        assertThat(new AtMostOnceExpectation("POST").check(Journals.of(text)))
                .containsExactly(new Finding(passed, "no POST is carried out twice", "each once at most", seen, line));
    }

    @Test
    void attempts_are_bounded_each_and_on_average() {
        Journal journal =
                Journals.of("1 attempts 1 of caller;".repeat(8), "2 attempts 3 of caller; 3 attempts 0 of caller");

        assertThat(new AttemptsExpectation(Journals.SERVICE, 3, 110, Window.ALL).check(journal))
                .extracting(Finding::passed, Finding::seen, Finding::line)
                .containsExactly(
                        tuple(true, "3 (number 0 of caller)", 0), tuple(true, "1.10 (11 attempts of 10 calls)", 0));
        assertThat(new AttemptsExpectation(Journals.SERVICE, 2, 109, Window.ALL).check(journal))
                .extracting(Finding::passed, Finding::line)
                .containsExactly(tuple(false, 9), tuple(false, 0));
        assertThat(new AttemptsExpectation(Journals.SERVICE, 2, 109, Window.ALL).check(Journals.of(UP)))
                .hasSize(2)
                .noneMatch(Finding::passed);
    }

    @ParameterizedTest
    @CsvSource({"0.75, true", "0.76, false"})
    void a_span_is_good_if_no_call_in_it_fails(double share, boolean passed) {
        Journal journal = Journals.of(
                "12 answer a to caller since 10; 50 fail a to caller since 11; 21 answer a to caller since 20;"
                        + "31 answer a to caller since 30; 62 answer a to caller since 60");

        List<Finding> findings =
                new AvailabilityExpectation(Journals.SERVICE, share, Journals.ms("10"), Window.ALL).check(journal);
        assertThat(findings).singleElement().matches(finding -> finding.passed() == passed);
        assertThat(findings.get(0).seen()).startsWith("75% (3 of 4 spans)");
        assertThat(findings.get(0).line()).isEqualTo(passed ? 0 : 2);
    }

    @Test
    void a_service_that_nobody_called_was_not_available() {
        assertThat(new AvailabilityExpectation(Journals.SERVICE, 0.5, 1, Window.ALL).check(Journals.of(UP)))
                .noneMatch(Finding::passed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          31 b sees a; 32 a sees b | true  | 2 ms (a saw b)           | 5
          31 b sees a; 51 a sees b | false | a saw b only after 21 ms | 5
          31 b sees a              | false | a never saw b            | 0
          31 b sees a; 40 crash b  | false | nothing to judge: nobody was up all the time | 2
          """)
    void newcomers_meet_everybody_in_time(String more, boolean passed, String seen, int line) {
        assertThat(new NewcomersExpectation("b", List.of("b"), 1, Journals.ms("20"))
                        .check(Journals.of("0 up a; 30 step 1; 30 up b;", more)))
                .containsExactly(new Finding(
                        passed,
                        "everybody has seen b, and the other way round, within 20 ms of joining",
                        "20 ms",
                        seen,
                        line));
    }
}
