package dev.sleuth.sim.world;

import dev.sleuth.Harness;
import dev.sleuth.Sleuth;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;

/** One life of a peer of the jvm world: whoever restarts is another one. */
final class JvmPeer {
    private final Recorder recorder;
    /** Set before the peer ends: what comes of it from then on is not written down. */
    private volatile boolean ended;
    /** Touched inside the peer's exclusion only. */
    private FaultyInlet inlet;

    private Sleuth sleuth;

    JvmPeer(Recorder recorder) {
        this.recorder = recorder;
    }

    FaultyInlet guard(FaultyInlet seam) {
        inlet = seam;
        return seam;
    }

    void joined(Sleuth peer) {
        sleuth = peer;
    }

    Sleuth sleuth() {
        return sleuth;
    }

    void observed(Observation observation) {
        if (!ended) {
            recorder.observed(observation);
        }
    }

    void called(long now, long planned, long number, String service, Outcome outcome) {
        if (!ended) {
            recorder.called(now, planned, number, service, outcome);
        }
    }

    /** Has what was counted so far written down, and nothing more from then on. */
    void finish(long now) {
        Harness.inside(sleuth, () -> inlet.finish(now));
        ended = true;
    }
}
