package dev.sleuth.sim.world.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for contents: the same contents, the same name. */
final class Fingerprint {
    private static final int DIGITS = 16;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint with(String text) {
        return with(text.getBytes(StandardCharsets.UTF_8));
    }

    Fingerprint with(byte[] bytes) {
        // The length too: or "ab" and "c" would be the same as "a" and "bc".
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) ':');
        digest.update(bytes);
        return this;
    }

    /** With a file's contents; its name is not looked at. */
    Fingerprint with(Path file) throws IOException {
        return with(Files.readAllBytes(file));
    }

    /** 16 hexadecimal digits; to be called once. */
    String text() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
