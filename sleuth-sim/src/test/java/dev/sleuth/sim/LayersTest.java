package dev.sleuth.sim;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.sleuth.sim");

    @Test
    void nothing_points_back() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("cli")
                .definedBy("dev.sleuth.sim.cli..")
                .layer("sim")
                .definedBy("dev.sleuth.sim")
                .layer("world")
                .definedBy("dev.sleuth.sim.world..")
                .layer("journal")
                .definedBy("dev.sleuth.sim.journal..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("sim")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("world")
                .mayOnlyBeAccessedByLayers("cli", "sim")
                .check(CLASSES);
    }
}
