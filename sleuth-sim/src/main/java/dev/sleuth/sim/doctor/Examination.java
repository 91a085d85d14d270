package dev.sleuth.sim.doctor;

import dev.sleuth.Harness;
import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.SleuthException;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Choice;
import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.PortUse;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the facts: looks at this host, opens the UDP port beside everybody else, speaks on each interface that is
 * used, listens on all, joins as a peer that offers nothing, and tries the TCP port of whoever is heard.
 */
public final class Examination {
    /** Is told how far it is. */
    public interface Progress {
        /** @param peers how many peers have been heard so far */
        void at(Duration passed, int peers);
    }

    private final SleuthConfig config;
    private final Harness.Lodging lodging;
    private final PeerId joined = PeerId.of(UUID.randomUUID());
    private final PeerId probe = PeerId.of(UUID.randomUUID());
    private final Greetings greetings = new Greetings();
    private @Nullable String joinProblem;

    private Examination(SleuthConfig config, Harness.Lodging lodging) {
        this.config = config;
        this.lodging = lodging;
    }

    /**
     * Listens and looks; takes a little longer than {@code lasts}.
     *
     * @param config of a peer that offers nothing
     * @param lodging where it would live
     * @throws IOException if this system has not even sockets enough to look
     */
    public static Facts of(SleuthConfig config, Harness.Lodging lodging, Duration lasts, Progress progress)
            throws IOException {
        return new Examination(config, lodging).run(lasts, progress);
    }

    /** What the environment and the config say about interfaces. */
    public static Harness.Lodging lodging(SleuthConfig config, UnaryOperator<@Nullable String> environment) {
        return Harness.lodging(config, environment);
    }

    private Facts run(Duration lasts, Progress progress) throws IOException {
        int port = config.port();
        List<Card> cards = Cards.look(lodging.addresses());
        PortHolders holders = new PortHolders(Path.of("/proc"));
        String problem = Ear.whyNot(port);
        PortUse portUse = new PortUse(problem, holders.of(port));
        if (problem != null) {
            return facts(lasts, cards, portUse, List.of(), List.of());
        }
        // First, because it takes a moment in which beacons would have to wait.
        Sleuth sleuth = lodging.problem() == null ? join() : null;
        Hearing hearing = new Hearing(probe, Set.of(joined));
        try (Stethoscope ears = new Stethoscope(cards, port, hearing, greetings, probe)) {
            ears.listen(lasts, progress);
            return facts(lasts, cards, portUse, ears.echoes(), ears.peers());
        } finally {
            if (sleuth != null) {
                sleuth.close();
            }
        }
    }

    private Facts facts(Duration lasts, List<Card> cards, PortUse portUse, List<Echo> echoes, List<Heard> peers) {
        return new Facts(
                config.port(),
                config.group(),
                lasts,
                HostLook.look(Path.of("/")),
                new Choice(lodging.wanted(), lodging.variable(), lodging.problem()),
                cards,
                portUse,
                echoes,
                peers,
                joinProblem);
    }

    private @Nullable Sleuth join() {
        long start = System.nanoTime();
        try {
            return Harness.join(config, joined, () -> System.nanoTime() - start, greetings::before, greetings::witness);
        } catch (SleuthException cannot) {
            joinProblem = cannot.getMessage();
            return null;
        }
    }
}
