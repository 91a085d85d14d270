package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsAndDiscoveryTest {
    private static final String ALL_SEEN =
            "0 up a; 0 up b; 0 up c; 5 a sees b; 5 a sees c; 6 b sees a; 6 b sees c; 7 c sees a;";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          8 c sees b; 9000 end                              | true  | 3 peers with the right view | 0
          8 c sees b; 20 freeze a; 30 b loses a; 9000 end   | true  | 2 peers with the right view | 0
          8 c sees b; 20 freeze a; 9000 end                 | true  | 2 peers with the right view | 0
          8 c sees b; 20 crash a; 30 b loses a; 30 c loses a; 9000 end | true | 2 peers with the right view | 0
          8 c sees b; 9010 a loses b; 9000 end              | true  | 3 peers with the right view | 0
          9000 end                                          | false | c does not see b | 0
          8 c sees b; 20 freeze a; 30 a loses b; 40 thaw a; 9000 end | false | a does not see b since 30 ms | 11
          8 c sees b; 20 crash a; 30 b loses a; 9000 end    | false | c sees a, which is down, since 7 ms | 8
          8 c sees b; 9 c sees b; 9000 end                  | false | c sees a former self of b since 9 ms | 10
          8 c sees b; 9 up d; 9000 end                      | false | a does not see d (and 5 more such errors) | 0
          8 c sees b; 20 crash a; 20 crash b; 9000 end      | false | nothing to judge: fewer than 2 peers are up | 0
          """)
    void at_the_end_everyone_sees_exactly_everyone_else(String after, boolean passed, String seen, int line) {
        assertThat(new ViewsExpectation().check(Journals.of(ALL_SEEN, after)))
                .containsExactly(new Finding(
                        passed,
                        "at the end everyone who is up sees exactly everyone else who is up",
                        "exactly everyone",
                        seen,
                        line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
          8 c sees b; 9000 end                          | true  | 8 ms (c saw b) | 9
          2000 c sees b                                 | true  | 2 s (c saw b)  | 9
          500 step 1; 500 crash c                       | true  | 6 ms (b saw a) | 6
          500 step 1; 500 freeze c                      | true  | 6 ms (b saw a) | 6
          8 c sees b; 500 step 1; 500 up d              | true  | 8 ms (c saw b) | 9
          8 c sees b; 9 c loses b; 9000 end             | true  | 8 ms (c saw b) | 9
          2000.001 c sees b                             | false | c saw b only after 2.000001 s | 9
          9000 end                                      | false | c never saw b  | 0
          8 c sees b; 10 up d; 9000 end                 | false | a never saw d (and 5 more such pairs) | 0
          500 step 1; 500 crash b; 600 crash c          | false | nothing to judge: fewer than 2 peers were up all the time | 0
          """)
    void everybody_has_to_see_everybody_in_time(String after, boolean passed, String seen, int line) {
        assertThat(new DiscoveredExpectation(Journals.ms("2000")).check(Journals.of(ALL_SEEN, after)))
                .containsExactly(
                        new Finding(passed, "everybody has seen everybody within 2 s of the start", "2 s", seen, line));
    }
}
