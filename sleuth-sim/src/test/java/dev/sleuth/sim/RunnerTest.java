package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.sim.Verdict.Result;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.sim.world.PeerSpec;
import dev.sleuth.sim.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final long S = 1_000_000_000;
    private static final long STALL = S / 5;

    @TempDir
    private Path directory;

    private Scenario failover() throws Exception {
        return ScenarioReader.read(Files.writeString(directory.resolve("failover.yaml"), Texts.failover()));
    }

    private static Scenario of(Expectation expectation, Step... steps) {
        List<PeerSpec> peers = List.of(new PeerSpec("a", null, null, PeerSpec.AT_WORK));
        return new Scenario("short", "", 1, S, peers, List.of(), List.of(steps), List.of(expectation));
    }

    private static Expectation that(boolean holds) {
        return journal -> List.of(new Finding(holds, "it holds", "yes", holds ? "yes" : "no", 0));
    }

    @Test
    void a_world_is_told_the_story_in_order_and_closed_at_the_end() throws Exception {
        Journal journal = new Journal();
        FakeWorld world = new FakeWorld(journal);

        new Runner(failover(), world, journal).run();

        assertThat(world.told)
                .containsExactly(
                        "start 0 echo-1 [0]",
                        "start 0 echo-2 [0]",
                        "start 0 echo-3 [0]",
                        "start 0 caller-1 [0]",
                        "start 0 caller-2 [0]",
                        "load echo-service [0]",
                        "advance 3 s [0]",
                        "crash 1 echo-1 [1]",
                        "advance 6 s [1]",
                        "start 2 echo-1 [2]",
                        "advance 8 s [2]",
                        "lose 3 0.3 5 s [3]",
                        "advance 14 s [3]",
                        "freeze 4 echo-2 2 s [4]",
                        "advance 19 s [4]",
                        "leave 5 echo-3 [5]",
                        "advance 24 s [5]",
                        "close [5]");
        assertThat(journal.entries())
                .startsWith(new Entry.Stepped(3 * S, 1, "echo-1 crashes"))
                .endsWith(new Entry.Ended(24 * S));
    }

    @Test
    void a_world_in_which_nothing_happens_falls_short_of_everything() throws Exception {
        Journal journal = new Journal();
        Verdict verdict = new Runner(failover(), new FakeWorld(journal), journal).run();

        assertThat(verdict.result()).isEqualTo(Result.FAILED);
        assertThat(verdict.hash()).isEqualTo(journal.hash());
        assertThat(verdict.findings()).hasSize(11).noneMatch(Finding::passed);
        assertThat(verdict.findings().get(10))
                .isEqualTo(new Finding(
                        false,
                        "every fault had an effect",
                        "at least 1 hit by each",
                        "no hit by step 1 (echo-1 crashes), step 3 (30% of all beacons are lost for 5 s), "
                                + "step 4 (echo-2 freezes for 2 s)",
                        0));
    }

    @Test
    void a_world_is_closed_even_if_it_fails() {
        Journal journal = new Journal();
        FakeWorld world = new FakeWorld(journal);
        Step broken = new Step() {
            @Override
            public int number() {
                return 1;
            }

            @Override
            public long at() {
                return 0;
            }

            @Override
            public String story() {
                return "it breaks";
            }

            @Override
            public boolean fault() {
                return false;
            }

            @Override
            public void apply(World world) {
                throw new IllegalStateException("broken");
            }
        };

        assertThatThrownBy(() -> new Runner(of(that(true), broken), world, journal).run())
                .hasMessage("broken");
        assertThat(world.told).endsWith("close [1]");
    }

    @Test
    void a_fault_has_an_effect_if_something_was_hit() {
        Scenario scenario =
                of(that(true), new CrashStep(1, 0, "a"), new CrashStep(2, 0, "b"), new LeaveStep(3, 0, "c"));

        assertThat(Judge.judge(scenario, Journals.of("1 hit 1 2; 2 hit 2 1")).result())
                .isEqualTo(Result.PASSED);
        Verdict idle = Judge.judge(scenario, Journals.of("1 hit 1 2; 2 hit 2 0"));
        assertThat(idle.result()).isEqualTo(Result.FAILED);
        assertThat(idle.findings().get(1).seen()).isEqualTo("no hit by step 2 (b crashes)");
        assertThat(Judge.judge(of(that(true)), Journals.of()).findings()).hasSize(1);
    }

    @Test
    void a_run_tells_nothing_if_the_machine_stood_still() {
        assertThat(Judge.judge(of(that(true)), Journals.of("1 stall 199.999")).result())
                .isEqualTo(Result.PASSED);
        assertThat(Judge.judge(of(that(true)), Journals.of("1 stall 200")).result())
                .isEqualTo(Result.INCONCLUSIVE);
        assertThat(Judge.judge(of(that(false)), Journals.of("1 stall 200; 2 stall 1"))
                        .result())
                .isEqualTo(Result.INCONCLUSIVE);
        assertThat(Judge.judge(of(that(false)), Journals.of()).result()).isEqualTo(Result.FAILED);
    }

    @Test
    void a_conclusive_run_is_not_repeated() throws Exception {
        List<Journal> journals = new ArrayList<>();

        Run run = new Attempts(of(that(false)), "fake", FakeWorld::new).run(journals::add);

        assertThat(journals).hasSize(1).containsExactly(run.journal());
        assertThat(run.attempts()).isEqualTo(1);
        assertThat(run.verdict().result()).isEqualTo(Result.FAILED);
    }

    @Test
    void an_inconclusive_run_is_repeated_until_it_tells_something() throws Exception {
        List<Journal> journals = new ArrayList<>();

        Run run = new Attempts(
                        of(that(true)), "fake", journal -> new FakeWorld(journal, journals.size() == 1 ? STALL : 0))
                .run(journals::add);

        assertThat(journals).hasSize(2).last().isSameAs(run.journal());
        assertThat(run.attempts()).isEqualTo(2);
        assertThat(run.verdict().result()).isEqualTo(Result.PASSED);
    }

    @Test
    void after_three_inconclusive_runs_it_stays_so() throws Exception {
        List<Journal> journals = new ArrayList<>();

        Run run = new Attempts(of(that(true)), "fake", journal -> new FakeWorld(journal, STALL)).run(journals::add);

        assertThat(journals).hasSize(3);
        assertThat(run.attempts()).isEqualTo(3);
        assertThat(run.verdict().result().exitCode).isEqualTo(3);
    }
}
