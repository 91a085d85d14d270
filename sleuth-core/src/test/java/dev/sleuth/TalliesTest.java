package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import org.junit.jupiter.api.Test;

class TalliesTest {
    private static final Member PEER =
            new Member(new PeerId(1, 2), "tea", "unknown", new Endpoint("10.0.0.1", 5001), 0);
    private static final Observation GONE = new Observation.Exited(5, PEER, Cause.SILENT, 4);
    private static final Outcome ANSWERED = new Outcome.Answered(Response.of(500), PEER.id(), 1);
    private static final Outcome TIMED_OUT = new Outcome.Failed(SleuthException.TIMEOUT, "a test's", PEER.id(), 1);

    private final Tallies tallies = new Tallies(0);
    private View view = View.EMPTY.after(new Observation.Entered(0, PEER));

    @Test
    void aCallWithoutAnAnswerHasFailedWhateverTheStatusOfAnAnswer() {
        tallies.called(2_000, 1_000, ANSWERED, view);
        tallies.called(3_000, 1_000, TIMED_OUT, view);
        assertThat(tallies.of(PEER.id()).count()).isEqualTo(2);
        assertThat(tallies.of(PEER.id()).failed()).isEqualTo(1);
    }

    @Test
    void aCallThatNobodyWasAskedForIsNobodys() {
        tallies.called(2, 1, new Outcome.Failed(SleuthException.UNKNOWN_SERVICE, "a test's", null, 0), view);
        assertThat(tallies.of(PEER.id())).isNull();
    }

    @Test
    void whoIsGoneIsForgottenAndTheCallsThatEndWithItDoNotBringItBack() {
        tallies.called(2, 1, ANSWERED, view);
        view = view.after(GONE);
        tallies.observed(GONE);
        assertThat(tallies.of(PEER.id())).isNull();

        tallies.called(6, 1, TIMED_OUT, view);
        assertThat(tallies.of(PEER.id())).isNull();
    }

    @Test
    void whatIsServedFailsFrom500OnAndForLackOfRoom() {
        tallies.served(1, 200, 1);
        tallies.served(2, 499, 1);
        tallies.served(3, 500, 1);
        tallies.refused(4);
        assertThat(tallies.served().count()).isEqualTo(4);
        assertThat(tallies.served().failed()).isEqualTo(2);
    }
}
