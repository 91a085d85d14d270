package dev.sleuth.sim.world.docker;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The image of a program, made of what is on this machine: a Java runtime and the program's jars, the one on top of the
 * other. Each is named after its contents, so what is there already is not made again.
 */
public final class PeerImage {
    private static final String RUNTIME = "localhost/sleuth-runtime";
    private static final String PEER = "localhost/sleuth-peer";

    private final Docker docker;
    private final Consumer<String> progress;

    /** @param progress told what is being made, as a line for people, if anything is */
    public PeerImage(Docker docker, Consumer<String> progress) {
        this.docker = docker;
        this.progress = progress;
    }

    /**
     * Makes the image unless it is there.
     *
     * @return its name
     * @throws DockerTrouble if it cannot be made
     */
    public String of(Program program) {
        try (Scratch scratch = new Scratch()) {
            Path folder = scratch.folder();
            JavaRuntime java = new JavaRuntime();
            String runtime = RUNTIME + ":" + java.fingerprint();
            program.copyTo(folder.resolve(Dockerfile.JARS));
            String text = Dockerfile.program(runtime, program.mainClass());
            String peer = PEER + ":" + fingerprint(text, folder.resolve(Dockerfile.JARS));
            if (isMissing(peer)) {
                if (isMissing(runtime)) {
                    makeRuntime(java, runtime);
                }
                progress.accept("making the image " + peer + " ...");
                build(folder, text, peer);
            }
            return peer;
        } catch (IOException failure) {
            throw new DockerTrouble(
                    "the image cannot be put together in " + System.getProperty("java.io.tmpdir") + " (" + failure
                            + "): make room there, or use --world jvm",
                    failure);
        }
    }

    private static String fingerprint(String text, Path jars) throws IOException {
        Fingerprint fingerprint = new Fingerprint().with(text);
        for (Path jar : Program.files(jars)) {
            fingerprint = fingerprint.with(jar.getFileName().toString()).with(jar);
        }
        return fingerprint.text();
    }

    private void makeRuntime(JavaRuntime java, String name) throws IOException {
        progress.accept("making the image " + name + " of this machine's Java, once (some seconds) ...");
        try (Scratch scratch = new Scratch()) {
            java.copyTo(scratch.folder().resolve(Dockerfile.ROOT));
            build(scratch.folder(), Dockerfile.runtime(), name);
        }
    }

    private boolean isMissing(String image) {
        return docker.ask("look for an image", () -> {
            try {
                docker.client().inspectImageCmd(image).exec();
                return false;
            } catch (NotFoundException missing) {
                return true;
            }
        });
    }

    private void build(Path folder, String text, String name) throws IOException {
        Path dockerfile = Files.writeString(folder.resolve("Dockerfile"), text);
        docker.ask("make the image " + name, () -> {
            BuildImageCmd build = docker.client()
                    .buildImageCmd(folder.toFile())
                    .withDockerfile(dockerfile.toFile())
                    .withTags(Set.of(name));
            return build.exec(new BuildImageResultCallback()).awaitImageId();
        });
    }
}
