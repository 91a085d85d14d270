package dev.sleuth.sim.world.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What runs in the containers: a main class, and one class out of each jar that it needs. The jars are taken from the
 * class path of this process; a folder of classes, as in a build, becomes a jar.
 *
 * @param mainClass the class that is started
 * @param classes one out of each jar
 */
public record Program(String mainClass, List<String> classes) {
    public Program {
        classes = List.copyOf(classes);
    }

    /** Puts the jars into a folder, numbered in the order of {@link #classes}. */
    void copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (Path place : places()) {
            Path jar = folder.resolve(String.format("%02d-%s", number++, jarName(place)));
            if (Files.isDirectory(place)) {
                pack(place, jar);
            } else {
                Files.copy(place, jar);
            }
        }
    }

    private static String jarName(Path place) {
        return Files.isDirectory(place)
                ? "classes.jar"
                : String.valueOf(place.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** Where the classes come from. */
    List<Path> places() {
        List<Path> places = new ArrayList<>();
        for (String name : classes) {
            Path place = place(name);
            if (!places.contains(place)) {
                places.add(place);
            }
        }
        return places;
    }

    private static Path place(String name) {
        try {
            Class<?> type = Class.forName(name, false, Program.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException missing) {
            throw new IllegalStateException(name + " is not on the class path", missing);
        }
    }

    /** The same files give the same bytes. */
    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path each : files(classes)) {
                JarEntry entry =
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/'));
                entry.setLastModifiedTime(FileTime.fromMillis(0));
                out.putNextEntry(entry);
                Files.copy(each, out);
                out.closeEntry();
            }
        }
    }

    /** All files below a folder, sorted. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
