package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.journal.Entry.Called;
import dev.sleuth.sim.journal.Journal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallExpectationsTest {
    private static final Window WINDOW = new Window(Journals.ms("100"), Journals.ms("200"));
    private static final String UP = "0 up a; 0 up b; 0 up caller;";

    private static String answers(String peer, int times) {
        return ("160 answer " + peer + " to caller since 150;").repeat(times);
    }

    private static String failures(int times) {
        return "160 fail b to caller since 150;".repeat(times);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          95 | 5 | true  | 5 of 100 calls, 5% | 0
          99 | 0 | true  | 0 of 99 calls, 0%  | 0
          94 | 6 | false | 6 of 100 calls, 6%; the first: number 0 of caller at 160 ms, error 920 (no answer in time) of b | 98
          0  | 1 | false | 1 of 1 call, 100%; the first: number 0 of caller at 160 ms, error 920 (no answer in time) of b | 4
          0  | 0 | false | nothing to judge: there was no call | 0
          """)
    void at_most_a_share_of_the_calls_may_fail(int good, int bad, boolean passed, String seen, int line) {
        Journal journal = Journals.of(UP, answers("a", good), failures(bad));

        assertThat(new FailedCallsExpectation(0.05, true, Window.ALL).check(journal))
                .containsExactly(new Finding(passed, "at most 5% of the calls fail", "at most 5%", seen, line));
    }

    @Test
    void at_most_a_number_of_the_calls_may_fail() {
        Journal journal = Journals.of(answers("a", 8), failures(2));

        assertThat(new FailedCallsExpectation(2, false, Window.ALL).check(journal))
                .containsExactly(new Finding(true, "at most 2 calls fail", "2 calls at most", "2 of 10 calls, 20%", 0));
        assertThat(new FailedCallsExpectation(1, false, Window.ALL)
                        .check(journal)
                        .get(0))
                .matches(finding -> !finding.passed())
                .matches(finding -> finding.what().equals("at most 1 call fails"));
    }

    @Test
    void only_calls_planned_in_the_window_count() {
        FailedCallsExpectation none = new FailedCallsExpectation(0, false, WINDOW);

        String outside = "110 fail b to caller since 99; 210 fail b to caller since 200";
        assertThat(none.check(Journals.of(answers("a", 1), outside)))
                .containsExactly(new Finding(
                        true, "no call planned from 100 ms until 200 ms fails", "none", "0 of 1 call, 0%", 0));
        assertThat(none.check(Journals.of("210 fail b to caller since 199.999"))
                        .get(0)
                        .passed())
                .isFalse();
        assertThat(none.check(Journals.of("110 fail b to caller since 100"))
                        .get(0)
                        .passed())
                .isFalse();
    }

    @Test
    void a_call_that_nobody_got_names_nobody() {
        Journal journal = Journal.of(List.of(new Called(2, 1, "caller", 7, Journals.SERVICE, null, 0, 919, 1)));

        assertThat(new FailedCallsExpectation(0, false, Window.ALL)
                        .check(journal)
                        .get(0)
                        .seen())
                .endsWith("the first: number 7 of caller at 2 ns, error 919 (nobody offers it)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          50 | 50 | 0  | ''              | true  | off by 0%: a answered 50 of 100 calls, even is 50%
          55 | 45 | 0  | ''              | true  | off by 10%: a answered 55 of 100 calls, even is 50%
          56 | 44 | 0  | ''              | false | off by 12%: a answered 56 of 100 calls, even is 50%
          44 | 56 | 0  | ''              | false | off by 12%: a answered 44 of 100 calls, even is 50%
          9  | 0  | 0  | ''              | false | off by 100%: a answered 9 of 9 calls, even is 50%
          50 | 50 | 99 | ''              | true  | off by 0%: a answered 50 of 100 calls, even is 50%
          50 | 50 | 50 | 90 up c;        | true  | off by 0%: a answered 50 of 150 calls, even is 33.3%
          50 | 50 | 50 | 90 up c; 149 crash c; | true | off by 0%: a answered 50 of 100 calls, even is 50%
          50 | 50 | 9  | 90 up c; 150 freeze c; 151 thaw c; | true | off by 0%: a answered 50 of 100 calls, even is 50%
          50 | 50 | 9  | 90 up c;        | false | off by 75.2%: c answered 9 of 109 calls, even is 33.3%
          50 | 50 | 0  | 120 crash b;    | false | nothing to judge: fewer than 2 replicas were up all the time
          0  | 0  | 0  | ''              | false | nothing to judge: no call was answered
          """)
    void replicas_share_the_calls(int a, int b, int c, String more, boolean passed, String seen) {
        List<Finding> findings = new BalanceExpectation(Journals.SERVICE, 0.1, Window.ALL)
                .check(Journals.of(UP, more, answers("a", a), answers("b", b), answers("c", c)));

        assertThat(findings)
                .containsExactly(new Finding(
                        passed,
                        "each replica of echo-service answers its even share of the calls",
                        "off by at most 10%",
                        seen,
                        0));
    }

    @Test
    void a_failed_call_is_no_answer() {
        List<Finding> findings = new BalanceExpectation(Journals.SERVICE, 0.1, WINDOW)
                .check(Journals.of(UP, answers("a", 50), answers("b", 40), failures(10)));

        assertThat(findings.get(0).passed()).isFalse();
        assertThat(findings.get(0).seen()).isEqualTo("off by 11.1%: a answered 50 of 90 calls, even is 50%");
    }

    @Test
    void each_quantile_is_a_finding() {
        Map<String, Long> limits = new LinkedHashMap<>();
        limits.put("p50", Journals.ms("5"));
        limits.put("p999", Journals.ms("20"));
        limits.put("max", Journals.ms("300"));
        Journal journal = Journals.of(
                UP,
                "103 answer a to caller since 100;".repeat(98),
                "250 fail b to caller since 150; 170 answer a to caller since 150; 900 answer a to caller since 99");

        assertThat(new LatencyExpectation(Journals.SERVICE, limits, WINDOW).check(journal))
                .containsExactly(
                        new Finding(
                                true,
                                "50% of the calls of echo-service planned from 100 ms until 200 ms take at most 5 ms",
                                "5 ms",
                                "3 ms (p50 of 100 calls, 1 failed)",
                                0),
                        new Finding(
                                false,
                                "99.9% of the calls of echo-service planned from 100 ms until 200 ms take at most 20 ms",
                                "20 ms",
                                "100 ms (p999 of 100 calls, 1 failed; slowest: number 0 of caller at 250 ms)",
                                102),
                        new Finding(
                                true,
                                "every call of echo-service planned from 100 ms until 200 ms takes at most 300 ms",
                                "300 ms",
                                "100 ms (max of 100 calls, 1 failed)",
                                0));
    }

    @Test
    void a_latency_of_no_calls_is_nothing_to_judge() {
        assertThat(new LatencyExpectation(Journals.SERVICE, Map.of("p50", 1L), WINDOW)
                        .check(Journals.of(UP))
                        .get(0))
                .matches(finding -> !finding.passed() && finding.seen().equals("nothing to judge: there was no call"));
    }

    @Test
    void a_call_that_takes_exactly_as_long_as_it_may_is_in_time() {
        LatencyExpectation exact =
                new LatencyExpectation(Journals.SERVICE, Map.of("max", Journals.ms("10")), Window.ALL);

        assertThat(exact.check(Journals.of("160 answer a to caller since 150"))
                        .get(0)
                        .passed())
                .isTrue();
        assertThat(exact.check(Journals.of("160.02 answer a to caller since 150"))
                        .get(0)
                        .passed())
                .isFalse();
    }
}
