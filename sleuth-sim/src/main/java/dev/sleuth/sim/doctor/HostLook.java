package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the files of this host tell about it. */
final class HostLook {
    private HostLook() {}

    /** @param root {@code /} */
    static Host look(Path root) {
        List<String> firewalls = new ArrayList<>();
        if (has(root.resolve("etc/ufw/ufw.conf"), "ENABLED=yes")) {
            firewalls.add("ufw");
        }
        if (Files.exists(root.resolve("run/firewalld"))) {
            firewalls.add("firewalld");
        }
        return new Host(container(root), List.copyOf(firewalls));
    }

    private static @Nullable String container(Path root) {
        if (Files.exists(root.resolve(".dockerenv"))) {
            return "Docker";
        } else if (Files.exists(root.resolve("run/.containerenv"))) {
            return "Podman";
        } else if (Files.exists(root.resolve("var/run/secrets/kubernetes.io"))) {
            return "Kubernetes";
        }
        return null;
    }

    private static boolean has(Path file, String line) {
        try {
            return Files.readAllLines(file).contains(line);
        } catch (IOException notThere) {
            return false;
        }
    }
}
