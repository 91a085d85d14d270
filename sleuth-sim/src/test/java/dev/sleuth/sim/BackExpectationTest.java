package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackExpectationTest {
    /** Lines 1 to 8; a restarts at 3 s, on line 8. */
    private static final String RESTART =
            "0 up a; 0 up b; 0 up c; 5 b sees a; 9 crash a; 12 b loses a; 3000 step 1; 3000 up a;";
    /** Lines 1 to 9; a goes on at 5 s, on line 9. */
    private static final String FREEZE =
            "0 up a; 0 up b; 0 up c; 5 b sees a; 5 c sees a; 3000 step 1; 3000 freeze a; 3900 b loses a; 5000 thaw a;";

    private static Finding check(String how, String... texts) {
        List<Finding> findings = new BackExpectation("a", 1, how, Journals.ms("1000")).check(Journals.of(texts));
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          3020 b sees a; 3030 c sees a                  | true  | 30 ms (c) | 10
          4000 b sees a; 3030 c sees a                  | true  | 1 s (b)   | 9
          3020 b sees a; 3500 crash c                   | true  | 20 ms (b) | 9
          3020 b sees a; 3500 freeze c                  | true  | 20 ms (b) | 9
          3020 b sees a; 3500 up d; 3030 c sees a       | true  | 30 ms (c) | 11
          3020 b sees a; 3021 b loses a; 3090 b sees a; 3030 c sees a | true | 90 ms (b) | 11
          3020 b sees a; 3030 c sees a; 4500 c loses a  | true  | 30 ms (c) | 10
          3020 b sees a                                 | false | c did not see it again | 8
          3020 b sees a; 4000.1 c sees a                | false | c saw it only after 1.0001 s, at 4 s | 10
          3020 b sees a; 3030 c sees a; 3040 c loses a  | false | c saw it and lost it again at 3.04 s | 11
          9000 end                                      | false | b did not see it again (and 1 more of 2) | 8
          3001 crash b; 3001 leave c                    | false | nothing to judge: there was no survivor | 8
          """)
    void a_restarted_peer_has_to_be_seen_by_every_survivor_in_time(
            String after, boolean passed, String seen, int line) {
        assertThat(check("restart", RESTART, after))
                .isEqualTo(new Finding(
                        passed, "a is back at every survivor within 1 s of its restart", "1 s", seen, line));
    }

    @Test
    void a_former_self_that_is_still_seen_does_not_count_as_the_new_one() {
        String story = "0 up a; 0 up b; 5 b sees a; 2990 crash a; 3000 step 1; 3000 up a;";

        assertThat(check("restart", story).seen()).isEqualTo("b did not see it again");
        assertThat(check("restart", story, "3100 b loses a").seen()).isEqualTo("b did not see it again");
        String twice = "0 up a; 0 up b; 5 b sees a; 6 b sees a; 2990 crash a; 3000 step 1; 3000 up a;";
        assertThat(check("restart", twice, "3100 b loses a").seen()).isEqualTo("b did not see it again");
        assertThat(check("restart", story, "3050 b sees a; 3100 b loses a").seen())
                .isEqualTo("50 ms (b)");
        assertThat(check("restart", story, "3050 b loses a; 3100 b sees a").seen())
                .isEqualTo("100 ms (b)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          5100 b sees a                                | true  | 100 ms (b)
          5100 b sees a; 5200 c loses a; 5300 c sees a | true  | 300 ms (c)
          9000 end                                     | false | b did not see it again
          5100 b sees a; 5200 c loses a                | false | c saw it and lost it again at 5.2 s
          """)
    void a_thawed_peer_has_to_be_seen_by_those_that_lost_it(String after, boolean passed, String seen) {
        Finding finding = check("freeze", FREEZE, after);

        assertThat(finding.what()).isEqualTo("a is back at every survivor within 1 s of the end of its freeze");
        assertThat(finding.seen()).isEqualTo(seen);
        assertThat(finding.passed()).isEqualTo(passed);
    }

    @Test
    void a_freeze_that_nobody_noticed_leaves_nothing_to_judge() {
        Finding finding = check("freeze", "0 up a; 0 up b; 5 b sees a; 3000 step 1; 3000 freeze a; 3100 thaw a");

        assertThat(finding.passed()).isFalse();
        assertThat(finding.seen()).isEqualTo("nothing to judge: no survivor had lost a");
    }

    @Test
    void if_it_did_not_come_back_there_is_nothing_to_judge() {
        assertThat(check("restart", "0 up a; 0 up b; 3000 step 1").seen())
                .isEqualTo("nothing to judge: the journal does not have its restart");
    }
}
