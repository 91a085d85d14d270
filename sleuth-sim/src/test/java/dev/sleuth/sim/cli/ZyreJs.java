package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

/** A peer of the zyre.js family; {@code zyre-peer.js} says what it prints and obeys. */
final class ZyreJs {
    private static final String PROGRAM = "/strangers/zyre-peer.js";

    private ZyreJs() {}

    /**
     * Starts one that is in our group, and waits until it is up. {@link Tool#id} is its identity.
     *
     * @param options what zyre.js is to be started with, as JSON; {@code offers} is the service that it offers
     */
    static Tool start(Lan.Host host, String device, String options) throws IOException {
        URL program = ZyreJs.class.getResource(PROGRAM);
        assertThat(program).as(PROGRAM).isNotNull();
        Path modules = HasStrangers.folder().resolve("node_modules");
        assertThat(modules.resolve("zyre.js")).isDirectory();
        List<String> command = host.command("node", file(program), device, options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_PATH", modules.toString());
        builder.environment().put("DEBUG", "");
        Tool tool = Tool.start(builder);
        tool.line(line -> line.endsWith(" is up"));
        return tool;
    }

    private static String file(URL program) {
        try {
            return Path.of(program.toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
