package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Any datagram is a beacon with exactly these bytes, or has a flaw with a name. */
public final class BeaconFuzz {
    private BeaconFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        byte[] buffer = Arrays.copyOf(bytes, bytes.length + 30);
        Beacon beacon = Beacon.decode(buffer, bytes.length);
        String flaw = Beacon.flaw(buffer, bytes.length);

        assertThat(beacon == null).isEqualTo(flaw != null);
        if (beacon != null) {
            assertThat(beacon.encode()).isEqualTo(bytes);
            assertThat(beacon.port()).isBetween(0, 0xFFFF);
        } else {
            assertThat(flaw).isIn("beacon-length", "beacon-signature", "beacon-version");
        }
    }
}
