package dev.sleuth.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The scenario that the tests bend. */
final class Texts {
    private Texts() {}

    static String failover() throws IOException {
        try (InputStream in = Texts.class.getResourceAsStream("/failover.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
