package dev.sleuth.dashboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.dashboard.model.LiveModel.Someone;
import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Rate;
import dev.sleuth.dashboard.model.Picture.Sees;
import dev.sleuth.dashboard.model.Picture.Sight;
import dev.sleuth.dashboard.model.Picture.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveModelTest {
    private static final long S = 1_000_000_000;
    private static final Someone TEA = new Someone("T", "tea-name", "tea");
    private static final Someone CUP = new Someone("C", "cup-name", null);

    private final LiveModel model = new LiveModel("live");

    private static View view(String seen, long count, long failed, double rate) {
        return new View(Set.of(seen), Map.of(seen, new View.Calls(count, failed, rate)));
    }

    private State state(String id, long now) {
        Picture.Peer found = model.picture(now).peer(id);
        assertThat(found).isNotNull();
        return found.state();
    }

    @Test
    void whoHasNotToldItsViewIsShownAsSuch() {
        model.sees(List.of(TEA, CUP), 0);

        assertThat(state("T", 0)).isEqualTo(State.SILENT);
        assertThat(model.picture(0).sights()).isEmpty();
    }

    @Test
    void aViewOfOneSideAloneLeavesTheOtherSideOpen() {
        model.sees(List.of(TEA, CUP), 0);
        model.told("C", new View(Set.of("T"), Map.of()), S);

        assertThat(model.picture(S).sights()).containsExactly(new Sight("C", "T", Sees.YES, Sees.UNKNOWN));
    }

    @Test
    void whoeverTellsThatItDoesNotSeeTheOtherMakesItOneSided() {
        model.sees(List.of(TEA, CUP), 0);
        model.told("C", new View(Set.of("T"), Map.of()), S);
        model.told("T", new View(Set.of(), Map.of()), S);

        assertThat(model.picture(S).sights()).containsExactly(new Sight("C", "T", Sees.YES, Sees.NO));
    }

    @Test
    void callsFlowAsTheCallerTellsAndFailAsItsCountGrows() {
        model.sees(List.of(TEA, CUP), 0);
        model.told("C", view("T", 100, 1, 20), S);
        assertThat(model.picture(S).flows()).containsExactly(new Flow("C", "T", new Rate(20, 0)));

        model.told("C", view("T", 140, 11, 20), 3 * S);
        assertThat(model.picture(3 * S).flows()).containsExactly(new Flow("C", "T", new Rate(20, 5)));
        assertThat(model.picture(3 * S).calls()).isEqualTo(new Rate(140, 11));
    }

    @Test
    void whoGoesIsShownAsGoneForAWhileAndThenNoMore() {
        model.sees(List.of(TEA, CUP), 0);
        model.told("C", view("T", 100, 0, 20), S);
        model.sees(List.of(CUP), 2 * S);
        assertThat(state("T", 2 * S)).isEqualTo(State.DOWN);
        assertThat(model.picture(2 * S).flows()).isEmpty();

        model.sees(List.of(CUP), 8 * S);
        assertThat(model.picture(8 * S).peers()).extracting(Picture.Peer::id).containsExactly("C");
        assertThat(model.picture(8 * S).notes())
                .extracting(Picture.Note::text)
                .containsExactly("tea-name (tea) has come", "cup-name has come", "tea-name (tea) is gone");
    }

    @Test
    void aViewThatIsOldIsUnknown() {
        model.sees(List.of(TEA, CUP), 0);
        model.told("C", view("T", 100, 0, 20), S);
        assertThat(state("C", 2 * S)).isEqualTo(State.UP);

        assertThat(state("C", 9 * S)).isEqualTo(State.SILENT);
        assertThat(model.picture(9 * S).flows()).isEmpty();
    }

    @Test
    void answersOfStrangersAreNotKept() {
        model.told("X", view("T", 1, 0, 1), S);

        assertThat(model.picture(S).peers()).isEmpty();
    }

    @Test
    void ofMorePeersThanFitTheTitleTellsHowManyAreLeftOut() {
        model.sees(
                IntStream.range(0, LiveModel.MOST_SHOWN + 3)
                        .mapToObj(i -> new Someone("p" + i, "p" + i, null))
                        .toList(),
                0);

        Picture picture = model.picture(0);
        assertThat(picture.peers()).hasSize(LiveModel.MOST_SHOWN);
        assertThat(picture.title()).isEqualTo("live, and 3 more");
    }
}
