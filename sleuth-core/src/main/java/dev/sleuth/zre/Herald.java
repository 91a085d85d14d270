package dev.sleuth.zre;

/** Sends our beacons: the first ones quickly after each other, because a new peer should not wait for a lost one. */
final class Herald {
    private static final int QUICK = 3;
    private static final long QUICK_NANOS = 50_000_000;

    private final Network network;
    private final Identity self;
    private final long every;
    private long sent;
    private long due;
    private boolean silent;

    /** The first beacon is due at {@code now}. */
    Herald(Network network, Identity self, Timing timing, long now) {
        this.network = network;
        this.self = self;
        this.every = timing.beacon().toNanos();
        this.due = now;
    }

    void tick(long now) {
        if (now >= due && !silent) {
            network.broadcast(new Beacon(self.id(), self.port()));
            sent++;
            due = now + (sent < QUICK ? Math.min(QUICK_NANOS, every) : every);
        }
    }

    long deadline() {
        return silent ? Long.MAX_VALUE : due;
    }

    /** Says nothing more but {@link #goodbye}. */
    void fallSilent() {
        silent = true;
    }

    /** RFC 36: port zero says that we leave. */
    void goodbye() {
        network.broadcast(new Beacon(self.id(), 0));
    }
}
