package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTest {
    private static final List<String> ALL =
            Arrays.stream(Reason.values()).map(Reason::toString).toList();

    @Test
    void eachIsAWordThatAMetricMayCarry() {
        assertThat(ALL).allMatch(word -> word.matches("[a-z]+(-[a-z0-9]+)*")).doesNotHaveDuplicates();
        assertThat(Reason.payload(932)).hasToString("payload-932");
    }

    @Test
    void theFlawsOfADatagramAreAmongThem() {
        byte[] beacon = new Beacon(new PeerId(1, 2), 3).encode();
        byte[] secure = beacon.clone();
        secure[3] = 3;
        assertThat(List.of(
                        String.valueOf(Beacon.flaw(beacon, 21)),
                        String.valueOf(Beacon.flaw(secure, 22)),
                        String.valueOf(Beacon.flaw(new byte[22], 22))))
                .doesNotHaveDuplicates()
                .isSubsetOf(ALL);
    }
}
