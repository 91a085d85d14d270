package dev.sleuth.sim.world.docker;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out a class of tests where Docker does not answer, and says why. Where {@code SLEUTH_DOCKER=required} stands
 * in the environment, as in CI, it fails instead: what is left out unseen guards nothing.
 */
public final class DockerAnswers implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        try (Docker docker = Docker.connect(System.getenv())) {
            docker.answers();
        } catch (DockerTrouble trouble) {
            if ("required".equals(System.getenv("SLEUTH_DOCKER"))) {
                throw trouble;
            }
            System.err.println(context.getDisplayName() + " is LEFT OUT: " + trouble.getMessage());
            Assumptions.abort(trouble.getMessage());
        }
    }
}
