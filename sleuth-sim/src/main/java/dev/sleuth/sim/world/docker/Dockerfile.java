package dev.sleuth.sim.world.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of the two Dockerfiles: nothing is fetched from anywhere. Pure. */
final class Dockerfile {
    /** The folder beside the Dockerfile that becomes the image's root. */
    static final String ROOT = "root";

    /** The folder beside the Dockerfile with the program's jars. */
    static final String JARS = "jars";

    private static final String PROGRAM = "/opt/sleuth";
    /**
     * The quick compiler alone and the simple collector: five of these share two cores, and are to be ready soon. What
     * is measured here are crashes and freezes; for microseconds there is the jvm world.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmx512m", "-XX:-UsePerfData", "-Xshare:auto");

    private Dockerfile() {}

    /** Of this machine's Java alone, which changes seldom. */
    static String runtime() {
        return "FROM scratch\nLABEL " + Labels.IMAGE + "=runtime\nCOPY " + ROOT + "/ /\n";
    }

    /**
     * Of a program on top of it.
     *
     * @param runtime the name of the image that {@link #runtime} made
     */
    static String program(String runtime, String mainClass) {
        List<String> command = new ArrayList<>(List.of(JavaRuntime.PLACE + "/bin/java"));
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", PROGRAM + "/*", mainClass));
        return "FROM " + runtime + "\nLABEL " + Labels.IMAGE + "=peer\nCOPY " + JARS + "/ " + PROGRAM + "/\nENTRYPOINT "
                + command.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ", "[", "]")) + "\n";
    }
}
