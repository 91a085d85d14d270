package dev.sleuth.zre;

import java.time.Duration;

/**
 * When a peer speaks and when it gives up on another.
 *
 * @param beacon between two beacons. Beacons are signs of life: shorter finds peers sooner and makes pings rarer,
 *     longer makes the network quieter
 * @param quiet after how long a silence a peer is asked whether it is there (PING); RFC 36 calls it evasive
 * @param gone after how long a silence a peer is given up; RFC 36 calls it expired
 * @param hello how long a peer may take to greet us back before its link is closed
 */
public record Timing(Duration beacon, Duration quiet, Duration gone, Duration hello) {
    /**
     * For a local network: a frozen or unplugged peer is gone after 800 ms. One that only stands still for up to 500 ms
     * is not, whatever beacons are lost: the ping that goes out after 300 ms of silence has that long to be answered.
     */
    public static final Timing LAN =
            new Timing(Duration.ofMillis(250), Duration.ofMillis(300), Duration.ofMillis(800), Duration.ofSeconds(3));

    public Timing {
        if (beacon.isNegative() || beacon.isZero() || quiet.compareTo(beacon) < 0 || gone.compareTo(quiet) <= 0) {
            throw new IllegalArgumentException(
                    "timing needs 0 < beacon <= quiet < gone, not " + beacon + ", " + quiet + ", " + gone);
        }
        if (hello.compareTo(quiet) < 0) {
            throw new IllegalArgumentException("timing needs hello >= quiet, not " + hello);
        }
    }
}
