package dev.sleuth.sim.world.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** This machine's own Java, cut down to what a peer needs, with the shared libraries that it needs itself. */
final class JavaRuntime {
    /** Where it lies in the image. */
    static final String PLACE = "/opt/java";

    private static final String MODULES = "java.base,java.management,jdk.management,jdk.unsupported";
    private static final List<String> LINKED =
            List.of("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages");
    private static final String HINT = "the image of the docker world is made with a whole JDK, a JRE is not enough:"
            + " install one, or point JAVA_HOME to it, or use --world jvm";

    private final Path home;

    JavaRuntime() {
        this(Path.of(System.getProperty("java.home")));
    }

    JavaRuntime(Path home) {
        this.home = home;
    }

    /** Names what {@link #copyTo} would make, without making it. */
    String fingerprint() throws IOException {
        Fingerprint fingerprint = new Fingerprint()
                .with(MODULES)
                .with(LINKED.toString())
                .with(home.toString())
                .with(Dockerfile.runtime());
        for (String file : List.of("release", "lib/modules")) {
            Path path = home.resolve(file);
            // The modules are 100 MB: when they were written and how many they are says enough.
            fingerprint = file.equals("release") && Files.exists(path)
                    ? fingerprint.with(path)
                    : fingerprint.with(
                            Files.exists(path) ? Files.getLastModifiedTime(path) + " " + Files.size(path) : "");
        }
        for (Path library : libraries(List.of(home.resolve("bin/java"), home.resolve("lib/server/libjvm.so")), home)) {
            fingerprint = fingerprint.with(library.toString()).with(library);
        }
        return fingerprint.text();
    }

    /** Makes it below {@code root}, which stands for the image's root. */
    void copyTo(Path root) throws IOException {
        Path java = root.resolve(PLACE.substring(1));
        Files.createDirectories(java.getParent());
        List<String> link = new ArrayList<>(
                List.of(home.resolve("bin/jlink").toString(), "--add-modules", MODULES, "--output", java.toString()));
        link.addAll(LINKED);
        Tool.run(HINT, link);
        // An archive of the JDK's own classes: without it every start takes half as long again.
        Tool.run(HINT, List.of(java.resolve("bin/java").toString(), "-Xshare:dump"));
        for (Path library : libraries(binaries(java), java)) {
            Path copy = root.resolve(library.toString().substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createDirectories(root.resolve("tmp"));
    }

    private static List<Path> binaries(Path java) throws IOException {
        List<Path> binaries = new ArrayList<>();
        for (Path file : Program.files(java)) {
            if (file.toString().endsWith(".so") || file.equals(java.resolve("bin/java"))) {
                binaries.add(file);
            }
        }
        return binaries;
    }

    private static List<Path> libraries(List<Path> binaries, Path own) {
        List<String> command = new ArrayList<>(List.of("ldd"));
        binaries.forEach(binary -> command.add(binary.toString()));
        String hint = "it has to tell which libraries Java needs in a container; install it (libc-bin), or use"
                + " --world jvm";
        return Libraries.parse(Tool.run(hint, command), own);
    }
}
