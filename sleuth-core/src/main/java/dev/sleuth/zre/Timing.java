package dev.sleuth.zre;

import java.time.Duration;

/**
 * When a peer speaks, when it passes others over, and when it gives up on them. Shorter times find out sooner and cost
 * more traffic; too short ones take a pause for a death.
 *
 * @param beacon between two beacons. Beacons are signs of life: shorter finds peers sooner and makes pings rarer,
 *     longer makes the network quieter
 * @param quiet after how long a silence a peer is asked whether it is there (PING); RFC 36 calls it evasive
 * @param gone after how long a silence a peer is given up; RFC 36 calls it expired
 * @param hello how long a peer may take to greet us back before its link is closed
 * @param patience how long a peer that owes an answer may say nothing on its connection before it is asked (PING)
 * @param suspicion how long after that it may still say nothing before it is suspect: others are asked in its place,
 *     but it is not given up
 */
public record Timing(
        Duration beacon, Duration quiet, Duration gone, Duration hello, Duration patience, Duration suspicion) {
    /**
     * For a local network: a frozen or unplugged peer is passed over after 250 ms and gone after 800 ms. One that only
     * stands still for up to 500 ms is not gone, whatever beacons are lost: the ping that goes out after 300 ms of
     * silence has that long to be answered.
     */
    public static final Timing LAN = ofMillis(250, 300, 800, 3_000, 100, 150);

    /**
     * As quiet as the original: a beacon a second, a silent peer asked after 3 s and gone after 5 s. For large or slow
     * networks, and for peers that stand still for seconds.
     */
    public static final Timing ORIGINAL = ofMillis(1_000, 3_000, 5_000, 5_000, 500, 1_000);

    /** For links with long delays or losses, such as VPNs and radio: gone after 10 s. */
    public static final Timing WAN = ofMillis(1_000, 3_000, 10_000, 10_000, 1_000, 2_000);

    public Timing {
        if (beacon.isNegative() || beacon.isZero() || quiet.compareTo(beacon) < 0 || gone.compareTo(quiet) <= 0) {
            throw new IllegalArgumentException(
                    "timing needs 0 < beacon <= quiet < gone, not " + beacon + ", " + quiet + ", " + gone);
        }
        if (hello.compareTo(quiet) < 0) {
            throw new IllegalArgumentException("timing needs hello >= quiet, not " + hello);
        }
        if (patience.isNegative() || patience.isZero() || suspicion.isNegative() || suspicion.isZero()) {
            throw new IllegalArgumentException(
                    "timing needs patience and suspicion of more than nothing, not " + patience + ", " + suspicion);
        }
    }

    private static Timing ofMillis(long beacon, long quiet, long gone, long hello, long patience, long suspicion) {
        return new Timing(
                Duration.ofMillis(beacon),
                Duration.ofMillis(quiet),
                Duration.ofMillis(gone),
                Duration.ofMillis(hello),
                Duration.ofMillis(patience),
                Duration.ofMillis(suspicion));
    }
}
