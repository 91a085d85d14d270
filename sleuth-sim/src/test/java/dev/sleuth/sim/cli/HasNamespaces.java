package dev.sleuth.sim.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out a class of tests where no network namespaces can be made, and says why. Where
 * {@code SLEUTH_NAMESPACES=required} stands in the environment, as in CI, it fails instead.
 */
final class HasNamespaces implements BeforeAllCallback {
    private static final String PROBE = "sleuth-" + ProcessHandle.current().pid() + "-probe";

    @Override
    public void beforeAll(ExtensionContext context) {
        String why = whyNot();
        if (why == null) {
            return;
        }
        if ("required".equals(System.getenv("SLEUTH_NAMESPACES"))) {
            throw new IllegalStateException("no network namespace can be made: " + why);
        }
        System.err.println(context.getDisplayName() + " is LEFT OUT: no network namespace can be made here: " + why);
        Assumptions.abort(why);
    }

    /** Null if they can. */
    private static String whyNot() {
        try {
            String refused = ip("netns", "add", PROBE);
            return refused != null ? refused : ip("netns", "delete", PROBE);
        } catch (IOException noCommand) {
            return noCommand.getMessage();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Null if it was done. */
    private static String ip(String... args) throws IOException, InterruptedException {
        String[] command = new String[args.length + 1];
        command[0] = "ip";
        System.arraycopy(args, 0, command, 1, args.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes()).trim();
        boolean done = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        return done ? null : printed + " (network namespaces need Linux and root)";
    }
}
