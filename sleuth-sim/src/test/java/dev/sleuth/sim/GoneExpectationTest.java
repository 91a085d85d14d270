package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoneExpectationTest {
    /** Lines 1 to 7; a crashes at 3 s, on line 7. */
    private static final String BEFORE = "0 up a; 0 up b; 0 up c; 5 b sees a; 6 c sees a; 3000 step 1; 3000 crash a";

    private static Finding check(String how, String... texts) {
        List<Finding> findings = new GoneExpectation("a", 1, how, Journals.ms("100")).check(Journals.of(texts));
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          3012.3456 b loses a; 3010 c loses a     | true  | 12.3 ms (b) | 8
          3100 b loses a; 3000 c loses a          | true  | 100 ms (b)  | 8
          3010 b loses a; 3050 crash c            | true  | 10 ms (b)   | 8
          3010 b loses a; 3050 freeze c           | true  | 10 ms (b)   | 8
          3010 b loses a; 3050 leave c            | true  | 10 ms (b)   | 8
          3010 b loses a; 3010 c loses a; 3020 up a; 3030 b sees a | true | 10 ms (b) | 8
          3010 b loses a; 3010 c loses a; 4000 up d; 4000 d sees a | true | 10 ms (b) | 8
          3010 b loses a                          | false | c still saw it at the end | 7
          3010 b loses a; 3100.001 c loses a      | false | c saw it for 100.001 ms, until 3.1 s | 9
          3010 b loses a; 3400 c loses a          | false | c saw it for 400 ms, until 3.4 s | 9
          3010 b loses a; 3010 c loses a; 3500 b sees a | false | b saw it again after 500 ms, though it was not back | 10
          3101 crash b; 3010 c loses a            | false | b saw it for 101 ms, until 3.1 s | 8
          5000 end                                | false | b still saw it at the end (and 1 more of 2) | 7
          3000 crash b; 3000 crash c              | false | nothing to judge: there was no survivor | 7
          """)
    void a_crash_has_to_be_noticed_by_every_survivor_in_time(String after, boolean passed, String seen, int line) {
        assertThat(check("crash", BEFORE, after))
                .isEqualTo(new Finding(
                        passed, "a is gone at every survivor within 100 ms of its crash", "100 ms", seen, line));
    }

    @Test
    void a_survivor_that_was_frozen_when_it_happened_is_not_counted() {
        String story = "0 up a; 0 up b; 0 up c; 5 b sees a; 6 c sees a; 2900 freeze c; 3000 step 1; 3000 crash a;";

        assertThat(check("crash", story, "3020 b loses a; 3050 thaw c; 3900 c loses a")
                        .passed())
                .isTrue();
        assertThat(check("crash", story, "3920 b loses a; 3950 thaw c").passed())
                .isFalse();
    }

    @Test
    void a_survivor_that_did_not_see_it_before_is_right_at_once() {
        String story = "0 up a; 0 up b; 0 up c; 5 b sees a; 3000 step 1; 3000 crash a;";

        assertThat(check("crash", story, "3020 b loses a").seen()).isEqualTo("20 ms (b)");
    }

    @Test
    void if_nobody_saw_it_there_is_nothing_to_judge() {
        assertThat(check("crash", "0 up a; 0 up b; 3000 step 1; 3000 crash a"))
                .isEqualTo(new Finding(
                        false,
                        "a is gone at every survivor within 100 ms of its crash",
                        "100 ms",
                        "nothing to judge: no survivor saw a before",
                        4));
    }

    @Test
    void if_it_did_not_happen_there_is_nothing_to_judge() {
        assertThat(check("crash", "0 up a; 0 up b; 5 b sees a; 5 crash a; 3000 step 1; 3010 b loses a")
                        .seen())
                .isEqualTo("nothing to judge: the journal has no crash of a");
    }

    @Test
    void a_freeze_counts_from_its_beginning_and_seeing_it_after_its_end_is_no_fault() {
        Finding finding = check(
                "freeze",
                "0 up a; 0 up b; 5 b sees a; 3000 step 1; 3001 freeze a; 3090 b loses a; 5001 thaw a; 5002 b sees a");

        assertThat(finding.what()).isEqualTo("a is gone at every survivor within 100 ms of its freezing");
        assertThat(finding.seen()).isEqualTo("89 ms (b)");
        assertThat(finding.passed()).isTrue();
    }

    @Test
    void a_former_self_that_is_still_seen_is_not_gone() {
        String story = "0 up a; 0 up b; 5 b sees a; 6 b sees a; 3000 step 1; 3000 leave a;";

        assertThat(check("leave", story, "3010 b loses a").passed()).isFalse();
        assertThat(check("leave", story, "3010 b loses a; 3020 b loses a").seen())
                .isEqualTo("20 ms (b)");
    }
}
