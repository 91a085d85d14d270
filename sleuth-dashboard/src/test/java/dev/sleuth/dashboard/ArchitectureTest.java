package dev.sleuth.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What is known of a run, and where things lie on the picture, is worked out without a window. */
@AnalyzeClasses(packages = "dev.sleuth.dashboard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String VIEW = "dev.sleuth.dashboard.view..";
    private static final String FEED = "dev.sleuth.dashboard.feed..";
    private static final String MODEL = "dev.sleuth.dashboard.model..";
    private static final String LAYOUT = "dev.sleuth.dashboard.layout..";

    @ArchTest
    static final ArchRule noWindowIsNeededToKnow = noClasses()
            .that()
            .resideInAnyPackage(FEED, MODEL, LAYOUT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "com.sun.javafx..", VIEW)
            .because("a model that needs a display can only be tested with one");

    @ArchTest
    static final ArchRule layoutIsPure = noClasses()
            .that()
            .resideInAnyPackage(MODEL, LAYOUT)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random")
            .because("the same run gives the same picture");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.sleuth.(dashboard..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule socketsAreTheRuntimesBusiness =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.zeromq..", "zmq..");

    /** A rule about packages holds of nothing once they have other names. */
    @ArchTest
    static void thePackagesExist(JavaClasses classes) {
        assertThat(List.of("feed", "model", "layout", "view"))
                .allMatch(name -> classes.stream()
                        .anyMatch(type -> type.getPackageName().equals("dev.sleuth.dashboard." + name)));
    }
}
