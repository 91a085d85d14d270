package dev.sleuth.sim;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sleuth.sim.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Who may know whom in the harness, and what makes a run in virtual time repeatable. */
@AnalyzeClasses(packages = "dev.sleuth.sim", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLI = "dev.sleuth.sim.cli..";
    private static final String SIM = "dev.sleuth.sim";
    private static final String WORLD = "dev.sleuth.sim.world..";
    private static final String JOURNAL = "dev.sleuth.sim.journal..";
    private static final String DOCTOR = "dev.sleuth.sim.doctor..";

    /** What only thinks about what others have seen. */
    private static final DescribedPredicate<JavaClass> DIAGNOSING = resideInAPackage(DOCTOR)
            .and(simpleNameEndingWith("Rules")
                    .or(simpleName("Diagnosis"))
                    .or(simpleName("Family"))
                    .or(simpleName("DoctorText"))
                    .or(simpleName("DoctorJson")));

    private static final List<String> REPEATABLE =
            List.of("Virtual", "Timeline", "Dice", "Route", "Fault", "HeldInputs", "BeaconMeter", "Recorder");

    /** What moves in virtual time, or stands before every engine: with what is nested in it. */
    private static final DescribedPredicate<JavaClass> DETERMINISTIC = describe(
            "have to do the same with every run", type -> REPEATABLE.stream().anyMatch(name -> isOf(type, name)));

    private static boolean isOf(JavaClass type, String name) {
        return type.getName().startsWith("dev.sleuth.sim.world." + name);
    }

    /** A rule about names holds of nothing once they are others. */
    @ArchTest
    static void whatIsNamedHereExists(JavaClasses classes) {
        assertThat(REPEATABLE).allMatch(name -> classes.stream().anyMatch(type -> isOf(type, name)));
        assertThat(List.of("Judge", "Witnesses", "Notice", "Window"))
                .allMatch(name -> classes.contain("dev.sleuth.sim." + name));
    }

    /** Judges a run, or reports what was judged. */
    private static final DescribedPredicate<JavaClass> JUDGING = assignableTo(Expectation.class)
            .or(simpleName("Judge"))
            .or(simpleName("Witnesses"))
            .or(simpleName("Notice"))
            .or(simpleName("Window"))
            .or(simpleNameEndingWith("Report"));

    @ArchTest
    static final ArchRule nothingPointsBack = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy(CLI)
            .layer("sim")
            .definedBy(SIM)
            .layer("world")
            .definedBy(WORLD)
            .layer("journal")
            .definedBy(JOURNAL)
            .layer("doctor")
            .definedBy(DOCTOR)
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sim")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("doctor")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("world")
            .mayOnlyBeAccessedByLayers("cli", "sim");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.sleuth.(sim..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theJournalIsJudgedNeverTheWorld = noClasses()
            .that(JUDGING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WORLD)
            .because("a replay, which has the journal alone, must come to the same verdict");

    @ArchTest
    static final ArchRule storiesKnowNoParticularWorld = noClasses()
            .that()
            .resideInAPackage(SIM)
            .should()
            .dependOnClassesThat(assignableTo(World.class).and(not(equivalentTo(World.class))))
            .because("one scenario runs in every world");

    @ArchTest
    static final ArchRule theJournalIsData = noClasses()
            .that()
            .resideInAPackage(JOURNAL)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.sleuth..").and(not(resideInAPackage(JOURNAL))))
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .because("it is read long after the run, by those who have nothing else");

    @ArchTest
    static final ArchRule theDiagnosisTouchesNothing = noClasses()
            .that(DIAGNOSING)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio..", "java.util.concurrent..", "dev.sleuth", "dev.sleuth.rpc..")
            .because("the same facts have to give the same findings");

    @ArchTest
    static final ArchRule virtualTimeIsTheOnlyTime = noClasses()
            .that(DETERMINISTIC)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.channels..")
            .because("a virtual run has one thread, and jumps from event to event");

    @ArchTest
    static final ArchRule chanceComesFromTheSeed = noClasses()
            .that(DETERMINISTIC)
            .or(resideInAPackage(JOURNAL))
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callCodeUnitWhere(describe(
                    "differs in its last bits from machine to machine",
                    call -> call.getTargetOwner().isEquivalentTo(Math.class)
                            && List.of("log", "log10", "log1p", "exp", "expm1", "pow", "sin", "cos", "tan", "cbrt")
                                    .contains(call.getName())))
            .because("every run must be repeatable from its seed; StrictMath is the same everywhere");

    @ArchTest
    static final ArchRule noSaltedOrder = noClasses()
            .that(DETERMINISTIC)
            .or(resideInAnyPackage(SIM, JOURNAL))
            .should()
            .dependOnClassesThat(equivalentTo(HashMap.class).or(equivalentTo(HashSet.class)))
            .orShould()
            .callCodeUnitWhere(
                    describe("makes a collection whose order differs from JVM to JVM", ArchitectureTest::salted))
            .because("what is iterated over is written down in that order");

    /** The empty ones have no order. */
    private static boolean salted(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return (owner.isEquivalentTo(Map.class) || owner.isEquivalentTo(Set.class))
                && List.of("of", "ofEntries", "copyOf").contains(call.getName())
                && !call.getTarget().getRawParameterTypes().isEmpty();
    }

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that(not(resideInAPackage(CLI).or(simpleName("TextReport"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("the library is for what people type and read");

    @ArchTest
    static final ArchRule socketsAreTheRuntimesBusiness =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.zeromq..", "zmq..");

    @ArchTest
    static final ArchRule onlyOneRoomKnowsDocker = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sleuth.sim.world.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..");
}
