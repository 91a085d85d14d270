package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.Target;
import dev.sleuth.zre.PeerId;
import org.junit.jupiter.api.Test;

/** What the log says of a call, in all the ways in which it can end. */
class ScribeTest {
    private static final PeerId PEER = PeerId.parse("0D6413AAA18B49C4B9EEBB68A679C7E9");
    private static final long NANOS = 1_250_000;

    private static String called(String url, Outcome outcome) {
        Request request = Request.post(url, "x");
        PendingCall call = new PendingCall.Blocking(1, Target.parse(url), request, new byte[0], 0, 1);
        return Scribe.called(call, outcome, NANOS);
    }

    private static Outcome answered(int status, int attempts) {
        return new Outcome.Answered(Response.of(status), PEER, attempts);
    }

    @Test
    void anAnswerHasItsStatusAndWhoGaveItAndHowOftenItWasAskedForIfThatWasMoreThanOnce() {
        assertThat(called("sleuth://tea/brew", answered(204, 1)))
                .isEqualTo("POST sleuth://tea/brew: 204 from 0D6413 after 1.3 ms");
        assertThat(called("sleuth://tea/brew", answered(204, 2)))
                .isEqualTo("POST sleuth://tea/brew: 204 from 0D6413 after 1.3 ms, 2 attempts");
    }

    @Test
    void whatWasNotSentComesFromNobody() {
        assertThat(called("sleuth://tea/", answered(503, 0)))
                .isEqualTo("POST sleuth://tea/: 503, not sent, as all have refused lately, after 1.3 ms");
    }

    @Test
    void aFailureHasItsWordsAndItsNumber() {
        assertThat(called("sleuth://tea/", new Outcome.Failed(920, "no answer\nin time", PEER, 1)))
                .isEqualTo("POST sleuth://tea/: no answer?in time [920] after 1.3 ms");
    }

    @Test
    void aCallOfOnePeerNamesItAndWhatMayBeSecretIsLeftOut() {
        assertThat(called("sleuth://" + PEER + "@tea/a?token=1#b", answered(204, 1)))
                .startsWith("POST sleuth://0D6413@tea/a: 204");
        assertThat(called("sleuth://tea/a#b?c", answered(204, 1))).startsWith("POST sleuth://tea/a: 204");
    }

    @Test
    void aRequestOfAnotherHasWhoAskedAndWhatBecameOfIt() {
        assertThat(Scribe.served(PEER, Request.get("/a?b"), 204, NANOS))
                .isEqualTo("asked by 0D6413: GET /a: 204 after 1.3 ms");
        assertThat(Scribe.refused(PEER, Request.get("/a?b"))).isEqualTo("asked by 0D6413: GET /a: no room for it, 503");
    }
}
