package dev.sleuth.sim.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the reports go. */
final class Folders {
    private final @Nullable Path out;
    private final boolean several;
    private final Map<String, Integer> taken = new LinkedHashMap<>();

    /**
     * @param out null if nothing is to be written
     * @param several whether each scenario gets a folder of its own below {@code out}
     */
    Folders(@Nullable Path out, boolean several) {
        this.out = out;
        this.several = several;
    }

    /**
     * Makes the folder for a scenario; a second one of the same name gets its own.
     *
     * @return null if nothing is to be written
     * @throws CannotRun if it cannot be made
     */
    @Nullable
    Path make(String scenario) {
        if (out == null) {
            return null;
        }
        Path folder = out;
        if (several) {
            int number = taken.merge(scenario, 1, Integer::sum);
            folder = out.resolve(number == 1 ? scenario : scenario + " (" + number + ")");
        }
        try {
            return Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CannotRun(folder + ": this is a file, and --out needs a folder; name another");
        } catch (IOException e) {
            throw new CannotRun(
                    folder + ": this folder cannot be made (" + e.getClass().getSimpleName() + "); name another");
        }
    }
}
