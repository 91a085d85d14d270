package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hosts on networks of their own: network namespaces of this machine, wired by veth pairs to bridges. Host number 2 has
 * {@code eth1} with the address 10.77.1.2/24 on network 1, and {@code eth5} with 10.77.5.2/24 on network 5.
 */
final class Lan implements AutoCloseable {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("sleuth-(\\d+)-.*");
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String prefix = "sleuth-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet() + "-";
    /** Where the bridges are. */
    private final String cabinet = prefix + "cabinet";

    private final List<Host> hosts = new ArrayList<>();
    private int plugs;

    /** So many hosts, all on network 1. What a killed run has left behind is removed first. */
    Lan(int count) {
        removeWhere(name -> {
            Matcher ours = OURS.matcher(name);
            return ours.matches()
                    && ProcessHandle.of(Long.parseLong(ours.group(1)))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty();
        });
        ip("netns", "add", cabinet);
        network(1);
        for (int number = 1; number <= count; number++) {
            Host host = new Host(number);
            hosts.add(host);
            host.plug(1);
        }
    }

    /** One more network, which no host is on yet. */
    void network(int number) {
        ip("-n", cabinet, "link", "add", "bridge" + number, "type", "bridge");
        ip("-n", cabinet, "link", "set", "bridge" + number, "up");
    }

    /** Puts in or pulls out the cable of a host's interface on network 1, at the bridge's end. */
    void cable(int host, boolean in) {
        ip("-n", cabinet, "link", "set", "plug" + host, in ? "up" : "down");
    }

    /** @param number from 1 on */
    Host host(int number) {
        return hosts.get(number - 1);
    }

    final class Host {
        private final int number;
        private final String namespace;

        private Host(int number) {
            this.number = number;
            this.namespace = prefix + number;
            Lan.ip("netns", "add", namespace);
            ip("link", "set", "lo", "up");
        }

        /** Puts it on a network, with a new interface. */
        void plug(int network) {
            String plug = "plug" + ++plugs;
            Lan.ip(
                    "-n",
                    cabinet,
                    "link",
                    "add",
                    plug,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    device(network),
                    "netns",
                    namespace);
            Lan.ip("-n", cabinet, "link", "set", plug, "master", "bridge" + network, "up");
            ip("link", "set", device(network), "up");
            ip("address", "add", address(network) + "/24", "broadcast", "+", "dev", device(network));
        }

        /** The name of its interface on a network. */
        String device(int network) {
            return "eth" + network;
        }

        /** The address that it got when it was put on a network. */
        String address(int network) {
            return "10.77." + network + "." + number;
        }

        /** Runs {@code ip} for this host. */
        void ip(String... args) {
            Lan.run(Lan.command(List.of("ip", "-n", namespace), args));
        }

        /** Runs a command on this host to its end, which has to be a good one; returns what it printed. */
        String run(String... command) {
            return Lan.run(command(command));
        }

        /** The command that does {@code command} on this host. */
        List<String> command(String... command) {
            return Lan.command(List.of("ip", "netns", "exec", namespace), command);
        }
    }

    @Override
    public void close() {
        removeWhere(name -> name.startsWith(prefix));
    }

    /**
     * Ends the processes of these namespaces, and removes them. Another test may be sweeping up after the same killed
     * run at this moment: what counts is that they are gone.
     */
    private static void removeWhere(Predicate<String> which) {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            all.map(path -> path.getFileName().toString()).filter(which).forEach(name -> {
                pids(name).flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(ProcessHandle::destroyForcibly);
                Ended deleted = end(List.of("ip", "netns", "delete", name));
                assertThat(NAMESPACES.resolve(name)).as(deleted.printed()).doesNotExist();
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Long> pids(String namespace) {
        Ended listed = end(List.of("ip", "netns", "pids", namespace));
        return listed.exit() == 0 ? listed.printed().lines().map(Long::parseLong) : Stream.empty();
    }

    private static void ip(String... args) {
        run(command(List.of("ip"), args));
    }

    private static List<String> command(List<String> first, String... more) {
        List<String> command = new ArrayList<>(first);
        command.addAll(List.of(more));
        return command;
    }

    private static String run(List<String> command) {
        Ended ended = end(command);
        assertThat(ended.exit())
                .as(String.join(" ", command) + ": " + ended.printed())
                .isZero();
        return ended.printed();
    }

    private record Ended(int exit, String printed) {}

    private static Ended end(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), printed);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
