package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out a class of tests with peers of other families where those are not installed, and says why. Where
 * {@code SLEUTH_STRANGERS} names the folder into which {@code .ci/strangers} has put them, as in CI, they have to be
 * there.
 */
final class HasStrangers implements BeforeAllCallback {
    private static final String FOLDER = "SLEUTH_STRANGERS";

    @Override
    public void beforeAll(ExtensionContext context) {
        if (System.getenv(FOLDER) == null) {
            String why = "no peers of other families are installed: do so with .ci/strangers FOLDER, and set " + FOLDER
                    + " to that folder";
            System.err.println(context.getDisplayName() + " is LEFT OUT: " + why);
            Assumptions.abort(why);
        }
        assertThat(folder()).as(FOLDER).isDirectory();
    }

    /** Where they are. */
    static Path folder() {
        return Path.of(System.getenv(FOLDER));
    }
}
