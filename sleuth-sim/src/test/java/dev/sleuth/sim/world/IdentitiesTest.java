package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.zre.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private final Identities ours = new Identities(new PeerId(0x123456789ABCDEF0L, 42), List.of("a", "b", "c"));

    @Test
    void whose_an_identity_is_can_be_read_off_it() {
        for (String name : List.of("a", "b", "c")) {
            for (int life : new int[] {1, 2, 4095}) {
                assertThat(ours.name(ours.of(name, life))).isEqualTo(name);
            }
        }
    }

    @Test
    void no_two_lives_share_an_identity() {
        assertThat(List.of(ours.of("a", 1), ours.of("a", 2), ours.of("b", 1), ours.of("b", 2)))
                .doesNotHaveDuplicates();
        assertThat(ours.of("b", 2).name()).isEqualTo("001002");
    }

    @Test
    void a_stranger_has_no_name() {
        Identities other = new Identities(new PeerId(0x123456789ABCDEF1L, 42), List.of("a", "b", "c", "d"));
        assertThat(ours.name(other.of("a", 1))).isNull();
        assertThat(ours.name(new PeerId(0, 0))).isNull();
        Identities more = new Identities(ours.run(), List.of("a", "b", "c", "d"));
        assertThat(ours.name(more.of("d", 1))).isNull();
    }

    @Test
    void who_is_not_there_has_no_identity() {
        assertThatThrownBy(() -> ours.of("d", 1)).hasMessageContaining("d");
        assertThatThrownBy(() -> ours.of("a", 0)).hasMessageContaining("life 0");
        assertThatThrownBy(() -> ours.of("a", 4096)).hasMessageContaining("life 4096");
    }
}
