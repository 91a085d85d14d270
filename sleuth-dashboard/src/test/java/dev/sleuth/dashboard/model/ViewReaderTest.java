package dev.sleuth.dashboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewReaderTest {
    private static final String A = "A".repeat(32);
    private static final String B = "B".repeat(32);

    private static View read(String json) {
        return ViewReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whomAPeerSeesAndCallsIsRead() {
        View view =
                read("{'peers':[{'id':'%s'},{'id':'%s'}],'calls':[{'peer':'%s','count':9,'failed':2,'perSecond':1.5}]}"
                        .replace('\'', '"')
                        .formatted(A, B, A));

        assertThat(view).isEqualTo(new View(Set.of(A, B), Map.of(A, new View.Calls(9, 2, 1.5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "17", "[]", "{}", "{\"peers\":1}", "<html>", "{\"peers\":[", "\u0000"})
    void whatIsNoAnswerIsNone(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void figuresThatCannotBeAreBroughtBackToThoseThatCan() {
        View view = read("{'peers':[{'id':'%s'}],'calls':[{'peer':'%s','count':-4,'failed':99,'perSecond':-1e300}]}"
                .replace('\'', '"')
                .formatted(A, A));

        assertThat(view).isEqualTo(new View(Set.of(A), Map.of(A, new View.Calls(0, 0, 0))));
    }

    @Test
    void calledPeersThatAreNotSeenAndIdentitiesThatAreNoneArePassedOver() {
        View view = read("{'peers':[{'id':'%s'},{'id':'../etc'},7,{}],'calls':[{'peer':'%s','count':1}]}"
                .replace('\'', '"')
                .formatted(A, B));

        assertThat(view).isEqualTo(new View(Set.of(A), Map.of()));
    }

    @Test
    void anAnswerThatIsTooLongOrTooDeepIsNone() {
        assertThat(ViewReader.read(new byte[ViewReader.LONGEST + 1])).isNull();
        assertThat(read("{\"peers\":" + "[".repeat(1000) + "]".repeat(1000) + "}"))
                .isNull();
    }

    @Test
    void garbledAnswersAreNeverMoreThanNone() {
        byte[] good =
                "{\"peers\":[{\"id\":\"%s\"}],\"calls\":[{\"peer\":\"%s\",\"count\":1,\"failed\":0,\"perSecond\":2}]}"
                        .formatted(A, A)
                        .getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(7);
        int none = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            View view = ViewReader.read(bad);
            if (view == null) {
                none++;
            } else {
                assertThat(List.copyOf(view.sees())).allMatch(id -> id.matches("[0-9A-F]{32}"));
            }
        }
        assertThat(none).isGreaterThan(100);
    }
}
