package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is done when there is too much to do, judged by journals made by hand. */
class OverloadExpectationsTest {
    private static final Window MEASURED = new Window(Journals.ms("100"), Journals.ms("200"));

    private static final GoodputExpectation GOODPUT =
            new GoodputExpectation(Journals.SERVICE, 0.8, MEASURED, new Window(Journals.ms("300"), Journals.ms("500")));

    /** Five good answers in 100 ms: 50 a second; what came before, after, or badly does not count. */
    private static final String MEASURING = """
            50 answer a to caller since 40; 99 answer a to caller since 90; 100 answer a to caller since 99;
            120 answer a to caller since 110; 140 answer a to caller since 130; 160 answer a to caller since 150;
            165 refuse a to caller since 160; 199 answer a to caller since 180; 200 answer a to caller since 190;
            """;

    private static String answers(int times) {
        return "400 answer a to caller since 310;".repeat(times);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          8  | true  | 80% (40.0 of 50.0 calls a second)
          7  | false | 70% (35.0 of 50.0 calls a second)
          30 | true  | 300% (150 of 50.0 calls a second)
          0  | false | 0% (0.0 of 50.0 calls a second)
          """)
    void so_much_of_what_was_measured_is_done(int answers, boolean passed, String seen) {
        Finding finding = GOODPUT.check(
                        Journals.of(
                                MEASURING,
                                answers(answers),
                                "299 answer a to caller since 250; 500 answer a to caller since 490; 350 refuse a to caller since 349"))
                .get(0);

        assertThat(finding)
                .isEqualTo(new Finding(
                        passed,
                        "echo-service answers at least 80% of what it can from 300 ms until 500 ms",
                        "at least 80%",
                        seen,
                        0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          310 refuse a to caller since 300; 320 refuse a to caller since 301 | true  | all of 2 calls that failed | 0
          310 refuse a to caller since 300; 320 fail a to caller since 301   | false | 1 of 2 calls that failed; the first that was not: number 0 of caller at 320 ms, error 920 (no answer in time) | 11
          320 fail a to caller since 299; 600 fail a to caller since 500     | true  | all of 0 calls that failed | 0
          """)
    void what_is_not_done_is_refused(String more, boolean passed, String seen, int line) {
        assertThat(GOODPUT.check(Journals.of(MEASURING, more)).get(1))
                .isEqualTo(new Finding(
                        passed,
                        "every call of echo-service planned from 300 ms until 500 ms that fails is refused with 503",
                        "all",
                        seen,
                        line));
    }

    @Test
    void without_an_answer_while_it_was_measured_there_is_nothing_to_judge() {
        assertThat(GOODPUT.check(Journals.of(answers(9))).get(0))
                .matches(finding -> !finding.passed() && finding.seen().startsWith("nothing to judge"));
    }

    @Test
    void what_is_under_way_is_counted_from_when_it_was_planned() {
        String text = "10 answer a to caller since 1; 12 fail a to caller since 2; 9 answer a to caller since 3;"
                + "20 answer a to caller since 10; 21 answer a to caller since 11; 30 answer a to caller since 29";

        assertThat(List.of(3, 2))
                .extracting(most -> new UnderWayExpectation(Journals.SERVICE, most, Window.ALL)
                        .check(Journals.of(text))
                        .get(0))
                .extracting(Finding::passed, Finding::seen, Finding::line)
                .containsExactly(tuple(true, "3 calls at 3 ms", 0), tuple(false, "3 calls at 3 ms", 3));
        assertThat(new UnderWayExpectation(Journals.SERVICE, 1, new Window(Journals.ms("20"), Journals.ms("40")))
                        .check(Journals.of(text)))
                .containsExactly(new Finding(
                        true,
                        "at most 1 call of echo-service planned from 20 ms until 40 ms is under way at a time",
                        "at most 1 call",
                        "1 call at 29 ms",
                        0));
        assertThat(new UnderWayExpectation(Journals.SERVICE, 1, Window.ALL).check(Journals.of("0 up a")))
                .noneMatch(Finding::passed);
    }
}
