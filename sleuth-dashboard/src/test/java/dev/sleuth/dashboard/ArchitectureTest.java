package dev.sleuth.dashboard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** Who may know whom in the dashboard. */
@AnalyzeClasses(packages = "dev.sleuth.dashboard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String MODEL = "dev.sleuth.dashboard.model..";
    private static final String LAYOUT = "dev.sleuth.dashboard.layout..";
    private static final String FEED = "dev.sleuth.dashboard.feed..";
    private static final String VIEW = "dev.sleuth.dashboard.view..";

    @ArchTest
    static final ArchRule nothingPointsBack = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("commands")
            .definedBy("dev.sleuth.dashboard")
            .layer("view")
            .definedBy(VIEW)
            .layer("feed")
            .definedBy(FEED)
            .layer("layout")
            .definedBy(LAYOUT)
            .layer("model")
            .definedBy(MODEL)
            .whereLayer("commands")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("view")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("feed")
            .mayOnlyBeAccessedByLayers("commands", "view")
            .whereLayer("layout")
            .mayOnlyBeAccessedByLayers("view");

    @ArchTest
    static final ArchRule onlyTheViewKnowsJavaFx = noClasses()
            .that(are(resideInAPackage("dev.sleuth.dashboard..")))
            .and()
            .resideOutsideOfPackage(VIEW)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "com.sun.javafx..")
            .because("what is to be seen can be tested without a window");

    @ArchTest
    static final ArchRule theViewKnowsNoWorldAndNoNetwork = noClasses()
            .that()
            .resideInAPackage(VIEW)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sleuth", "dev.sleuth.rpc..", "dev.sleuth.zre..", "dev.sleuth.sim..")
            .because("it draws pictures, wherever they come from");

    @ArchTest
    static final ArchRule modelsAndLayoutsArePure = noClasses()
            .that()
            .resideInAnyPackage(MODEL, LAYOUT)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(HashMap.class, HashSet.class)
            .because("the same input gives the same picture, and nothing jitters");

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
