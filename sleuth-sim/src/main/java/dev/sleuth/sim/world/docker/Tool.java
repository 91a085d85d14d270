package dev.sleuth.sim.world.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs of this machine. */
final class Tool {
    private Tool() {}

    /**
     * Runs a program to its end.
     *
     * @param hint what to do if it is not there or fails
     * @return what it said
     */
    static String run(String hint, List<String> command) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new DockerTrouble(command.get(0) + " does not run: " + hint, missing);
        }
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                String last = said.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
                throw new DockerTrouble(command.get(0) + " has failed (" + last.strip() + "): " + hint);
            }
            return said;
        } catch (IOException broken) {
            throw new DockerTrouble(command.get(0) + " has failed: " + hint, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DockerTrouble(command.get(0) + " was interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
