package dev.sleuth.sim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hosts, and the peers of ours and of other families that a test has on them. */
final class Neighbourhood implements AutoCloseable {
    static final String ECHO = "echo-service";

    private static final byte[] NOTHING = {};

    private final List<Tool> tools = new ArrayList<>();
    private final Lan lan;

    /** @param hosts how many, all on network 1 */
    Neighbourhood(int hosts) {
        lan = new Lan(hosts);
    }

    Lan lan() {
        return lan;
    }

    Lan.Host host(int number) {
        return lan.host(number);
    }

    /** A peer of ours that offers {@link #ECHO}, once it is up. */
    Tool service(int host, String... more) throws IOException {
        Tool service = keep(Tool.start(host(host), join(List.of("peer", "--service", ECHO), more)));
        service.id();
        return service;
    }

    /** A peer of zyre.js, see {@link ZyreJs#start}. */
    Tool zyre(int host, String device, String options) throws IOException {
        return keep(ZyreJs.start(host(host), device, options));
    }

    /** Our command {@code call}, which has time to look for the service. */
    Tool.Ended call(int host, String... args) throws IOException, InterruptedException {
        return run(host, join(List.of("call", "--wait", "20s"), args));
    }

    /** A command of ours that ends by itself. */
    Tool.Ended run(int host, String... args) throws IOException, InterruptedException {
        return Tool.run(host(host), NOTHING, args);
    }

    private Tool keep(Tool tool) {
        tools.add(tool);
        return tool;
    }

    private static String[] join(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        tools.forEach(Tool::close);
        lan.close();
    }
}
