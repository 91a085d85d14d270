package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.rpc.Response;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final PeerId FIRST = new PeerId(0, 1);
    private static final PeerId SECOND = new PeerId(0, 2);
    private static final PeerId STRANGER = new PeerId(0, 3);

    private final Journal journal = new Journal();
    private final Recorder recorder = new Recorder("self", Map.of(FIRST, "echo-1", SECOND, "echo-1")::get, journal);

    private static Member member(PeerId id) {
        return new Member(id, "echo", "1", new Endpoint("10.0.0.1", 1), 0);
    }

    private void enters(long at, PeerId id) {
        recorder.observed(new Observation.Entered(at, member(id)));
    }

    private void exits(long at, PeerId id, Cause cause) {
        recorder.observed(new Observation.Exited(at, member(id), cause, at));
    }

    @Test
    void whoComesAndGoesIsWrittenUnderItsName() {
        enters(1, FIRST);
        recorder.observed(new Observation.Offered(1, member(FIRST)));
        recorder.observed(new Observation.Withdrawn(2, member(FIRST)));
        exits(2, FIRST, Cause.LEFT);
        enters(3, SECOND);

        assertThat(journal.entries())
                .containsExactly(
                        new Entry.Entered(1, "self", "echo-1"),
                        new Entry.Exited(2, "self", "echo-1", "left"),
                        new Entry.Entered(3, "self", "echo-1"));
    }

    @Test
    void aSuspicionIsWrittenOfWhoeverIsSeen() {
        recorder.observed(new Observation.Suspected(1, member(FIRST), true));
        enters(2, FIRST);
        recorder.observed(new Observation.Suspected(3, member(FIRST), true));
        recorder.observed(new Observation.Suspected(4, member(FIRST), false));

        assertThat(journal.entries())
                .containsExactly(
                        new Entry.Entered(2, "self", "echo-1"),
                        new Entry.Suspected(3, "self", "echo-1", true),
                        new Entry.Suspected(4, "self", "echo-1", false));
    }

    @Test
    void aSuccessorThatComesBeforeItsPredecessorIsGoneTakesItsPlace() {
        enters(1, FIRST);
        enters(2, SECOND);
        exits(3, FIRST, Cause.SILENT);
        assertThat(journal.entries())
                .containsExactly(
                        new Entry.Entered(1, "self", "echo-1"),
                        new Entry.Exited(2, "self", "echo-1", "restarted"),
                        new Entry.Entered(2, "self", "echo-1"));

        exits(4, SECOND, Cause.REFUSED);
        assertThat(journal.entries()).endsWith(new Entry.Exited(4, "self", "echo-1", "refused"));
    }

    @Test
    void ofStrangersNothingIsWritten() {
        enters(1, STRANGER);
        exits(2, STRANGER, Cause.LEFT);

        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aCallIsWrittenWithWhoAnsweredOrWasAsked() {
        recorder.called(9, 5, 0, "echo", new Outcome.Answered(Response.of(204), FIRST, 1));
        recorder.called(9, 6, 1, "echo", new Outcome.Failed(941, "gone", SECOND, 1));
        recorder.called(9, 7, 2, "echo", new Outcome.Failed(919, "nobody", null, 0));

        assertThat(journal.entries())
                .containsExactly(
                        new Entry.Called(9, 5, "self", 0, "echo", "echo-1", 204, 0, 1),
                        new Entry.Called(9, 6, "self", 1, "echo", "echo-1", 0, 941, 1),
                        new Entry.Called(9, 7, "self", 2, "echo", null, 0, 919, 0));
    }
}
