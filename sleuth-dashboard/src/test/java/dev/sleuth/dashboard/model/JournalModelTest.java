package dev.sleuth.dashboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Rate;
import dev.sleuth.dashboard.model.Picture.Sees;
import dev.sleuth.dashboard.model.Picture.Sight;
import dev.sleuth.dashboard.model.Picture.State;
import dev.sleuth.dashboard.model.Picture.Step;
import dev.sleuth.sim.journal.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalModelTest {
    private static final long MS = 1_000_000;
    private static final long S = 1000 * MS;

    private final JournalModel model = new JournalModel(new Cast(
            "story",
            9 * S,
            List.of(new Cast.Member("echo", "echo-service"), new Cast.Member("caller", null)),
            List.of(Step.planned(1, 2 * S, "echo crashes"), Step.planned(2, 3 * S, "echo restarts"))));

    private void bothUp() {
        model.apply(new Entry.Up(0, "echo", "E1", "echo-service", "1"));
        model.apply(new Entry.Up(0, "caller", "C1", null, null));
    }

    private void eachSeesTheOther() {
        model.apply(new Entry.Entered(MS, "echo", "caller"));
        model.apply(new Entry.Entered(MS, "caller", "echo"));
    }

    private static Entry.Called call(long at, String by, int code) {
        return new Entry.Called(at, at, "caller", 0, "echo-service", by, code == 0 ? 200 : 0, code, 1);
    }

    private State state(String peer) {
        Picture.Peer found = model.picture(0).peer(peer);
        assertThat(found).isNotNull();
        return found.state();
    }

    @Test
    void everybodyHasAPlaceBeforeAnybodyIsUp() {
        assertThat(model.picture(0).peers()).extracting(Picture.Peer::name).containsExactly("echo", "caller");
        assertThat(state("echo")).isEqualTo(State.DOWN);
    }

    @Test
    void aPeerIsUpThenFrozenThenUpThenDown() {
        bothUp();
        assertThat(state("echo")).isEqualTo(State.UP);

        model.apply(new Entry.Frozen(S, "echo"));
        assertThat(state("echo")).isEqualTo(State.FROZEN);

        model.apply(new Entry.Thawed(2 * S, "echo"));
        assertThat(state("echo")).isEqualTo(State.UP);

        model.apply(new Entry.Down(3 * S, "echo", "crash"));
        assertThat(state("echo")).isEqualTo(State.DOWN);
    }

    @Test
    void whoeverSeesTheOtherAloneSeesOneSidedly() {
        bothUp();
        model.apply(new Entry.Entered(MS, "caller", "echo"));
        Sight half = new Sight("echo", "caller", Sees.NO, Sees.YES);
        assertThat(model.picture(0).sights()).containsExactly(half);
        assertThat(half.oneSided()).isTrue();

        model.apply(new Entry.Entered(MS, "echo", "caller"));
        Sight whole = new Sight("echo", "caller", Sees.YES, Sees.YES);
        assertThat(model.picture(0).sights()).containsExactly(whole);
        assertThat(whole.mutual()).isTrue();
    }

    @Test
    void whoHasEndedIsSeenUntilTheOtherNotices() {
        bothUp();
        eachSeesTheOther();
        model.apply(new Entry.Down(S, "echo", "crash"));
        assertThat(model.picture(0).sights()).singleElement().matches(Sight::oneSided);

        model.apply(new Entry.Exited(S + MS, "caller", "echo", "refused"));
        assertThat(model.picture(0).sights()).isEmpty();
    }

    @Test
    void callsOfTheLastSecondFlowWithTheirFailures() {
        bothUp();
        model.apply(call(S, "echo", 0));
        model.apply(call(S + 500 * MS, "echo", 0));
        model.apply(call(S + 600 * MS, "echo", 920));

        assertThat(model.picture(S + 700 * MS).flows()).containsExactly(new Flow("caller", "echo", new Rate(3, 1)));
        assertThat(model.picture(2 * S + 100 * MS).flows()).containsExactly(new Flow("caller", "echo", new Rate(2, 1)));
        assertThat(model.picture(3 * S).flows()).isEmpty();
        assertThat(model.picture(3 * S).calls()).isEqualTo(new Rate(3, 1));
    }

    @Test
    void aCallThatNobodyWasAskedCountsForItsCallerAlone() {
        bothUp();
        model.apply(call(S, null, 919));

        Picture picture = model.picture(S);
        assertThat(picture.flows()).isEmpty();
        assertThat(picture.peers().get(1).made()).isEqualTo(new Rate(1, 1));
    }

    @Test
    void stepsAreToComeUntilTheyAreTakenAndCountWhatTheyHit() {
        bothUp();
        model.apply(new Entry.Stepped(2 * S, 1, "echo crashes"));
        model.apply(new Entry.Hit(2 * S, 1, "links cut", 3));
        model.apply(new Entry.Hit(2 * S, 1, "links cut", 1));

        assertThat(model.picture(0).steps())
                .containsExactly(new Step(1, 2 * S, "echo crashes", true, 4), Step.planned(2, 3 * S, "echo restarts"));
    }

    @Test
    void itIsToldHowSoonEverybodyHasNoticed() {
        bothUp();
        eachSeesTheOther();
        model.apply(new Entry.Down(2 * S, "echo", "crash"));
        model.apply(new Entry.Exited(2 * S + 12 * MS, "caller", "echo", "refused"));
        model.apply(new Entry.Up(3 * S, "echo", "E2", "echo-service", "1"));
        model.apply(new Entry.Entered(3 * S + 5 * MS, "caller", "echo"));

        assertThat(model.picture(0).notes())
                .extracting(Picture.Note::text)
                .containsExactly(
                        "everybody has seen everybody",
                        "echo crashed",
                        "echo is gone for everybody, after 12 ms",
                        "echo is back",
                        "echo is seen by everybody, after 5.0 ms");
    }

    @Test
    void timeNeverGoesBack() {
        model.apply(new Entry.Up(5 * MS, "echo", "E1", "echo-service", "1"));
        model.apply(new Entry.Up(3 * MS, "caller", "C1", null, null));

        assertThat(model.picture(MS).at()).isEqualTo(5 * MS);
    }

    @Test
    void itIsOverWithTheLastEntry() {
        assertThat(model.picture(0).ended()).isFalse();
        model.apply(new Entry.Ended(9 * S));
        assertThat(model.picture(0).ended()).isTrue();
    }
}
