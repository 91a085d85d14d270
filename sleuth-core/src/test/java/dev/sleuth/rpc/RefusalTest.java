package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "5000, 5"})
    void itSaysWhenInWholeSecondsToo(long millis, String seconds) {
        Response refusal = Refusal.unexecuted(millis);

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header("Retry-After")).isEqualTo(seconds);
        assertThat(Refusal.millis(refusal)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 50",
        "0, 0",
        "5000, 5000",
        "5001, 5000",
        "999999999, 5000",
        "9999999999999999999999999999, 5000",
        "-1, -1",
        "'', -1",
        "1.5, -1",
        "soon, -1",
        "\u0661, -1",
    })
    void nobodyIsBelievedMoreThanFiveSecondsNorAnythingButDigits(String said, long millis) {
        Response answer = Response.of(503).withHeader(Refusal.RETRY_AFTER_MILLIS, said);

        assertThat(Refusal.millis(answer)).isEqualTo(millis);
        assertThat(Refusal.isUnexecuted(answer)).isEqualTo(millis >= 0);
    }

    @Test
    void onlyA503WithItsFieldIsARefusal() {
        assertThat(Refusal.isUnexecuted(Response.of(503).withHeader("Retry-After", "1")))
                .isFalse();
        assertThat(Refusal.isUnexecuted(Response.of(200).withHeader(Refusal.RETRY_AFTER_MILLIS, "50")))
                .isFalse();
    }

    @Test
    void aHandlersAnswerDoesNotSayThatNothingWasDone() {
        Response passedOn = Refusal.executed(Refusal.unexecuted(50));

        assertThat(Refusal.isUnexecuted(passedOn)).isFalse();
        assertThat(passedOn.status()).isEqualTo(503);
        assertThat(passedOn.header("Retry-After")).isEqualTo("1");
        Response own = Response.ok("fine");
        assertThat(Refusal.executed(own)).isSameAs(own);
    }
}
