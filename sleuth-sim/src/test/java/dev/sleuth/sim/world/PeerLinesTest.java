package dev.sleuth.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.sim.journal.Entry;
import dev.sleuth.zre.PeerId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerLinesTest {
    private static final LoadSpec LOAD =
            new LoadSpec(List.of("caller"), "echo", new Pace.Rate(12.5), 1, 2, 100, 3, "GET");
    private static final Between WAYS = new Between(Set.of("a", "b"), Set.of("c"), true);
    private static final PeerCommand.LoseBeacons LOSS = new PeerCommand.LoseBeacons(3, 0.3, 9_000_000_000L);

    static Stream<PeerCommand> commands() {
        return Stream.of(
                new PeerCommand.Clock(7),
                join(new PeerSpec("echo-1", "echo", "1.0", PeerSpec.AT_WORK), LOSS),
                join(new PeerSpec("caller", null, null, PeerSpec.AT_WORK), null),
                new PeerCommand.Load(LOAD),
                LOSS,
                inflict(new Trouble.Cut(WAYS)),
                inflict(new Trouble.Hold(WAYS, 5)),
                inflict(new Trouble.Slow(WAYS, 1, 2, 5)),
                inflict(new Trouble.Stall(List.of("a"), 1, 2, 5)),
                inflict(new Trouble.SlowHandlers(List.of("a"), 1, true, 5)),
                inflict(new Trouble.FailingHandlers(List.of("a"), 0.5, 5)),
                new PeerCommand.Freeze(),
                new PeerCommand.Thaw(),
                new PeerCommand.Drain(),
                new PeerCommand.Finish(),
                new PeerCommand.Leave());
    }

    private static PeerCommand join(PeerSpec peer, PeerCommand.LoseBeacons loss) {
        return new PeerCommand.Join(
                peer,
                2,
                new PeerId(-1, 5),
                List.of("echo-1", "caller"),
                1,
                -4,
                17,
                List.of(LOAD),
                loss,
                List.of(new PeerCommand.Inflict(4, 17, new Trouble.Hold(WAYS, 5))));
    }

    private static PeerCommand inflict(Trouble trouble) {
        return new PeerCommand.Inflict(4, 17, trouble);
    }

    static Stream<PeerReport> reports() {
        return Stream.of(
                new PeerReport.Warm(),
                new PeerReport.Clock(7, -1, 1_800_000_000_000_000_000L),
                new PeerReport.Wrote(new Entry.Called(5, 4, "caller", 0, "echo", null, 0, 919, 1)),
                new PeerReport.Wrote(new Entry.Stalled(5, 4)),
                new PeerReport.Done("finish"),
                new PeerReport.Failed("no \"interface\"\nis up"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_is_one_line_and_comes_back_as_it_was(PeerCommand command) {
        assertThat(PeerLines.line(command)).doesNotContain("\n");
        assertThat(PeerLines.command(PeerLines.line(command))).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void a_report_is_one_line_and_comes_back_as_it_was(PeerReport report) {
        assertThat(PeerLines.line(report)).doesNotContain("\n");
        assertThat(PeerLines.report(PeerLines.line(report))).isEqualTo(report);
    }

    @Test
    void every_kind_is_among_those_that_are_tried() {
        assertThat(commands().map(Object::getClass)).contains(PeerCommand.class.getPermittedSubclasses());
        assertThat(reports().map(Object::getClass)).contains(PeerReport.class.getPermittedSubclasses());
    }

    @Test
    void what_is_no_message_is_refused_with_a_reason() {
        for (String line : List.of("", "null", "{}", "{\"report\":\"unheard-of\"}", "Hello")) {
            assertThatThrownBy(() -> PeerLines.report(line)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> PeerLines.command(line)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
