package dev.sleuth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What keeps the core pure: time is an argument, and nothing in it waits, dials or draws lots. And who may know whom:
 * {@code dev.sleuth -> rpc -> zre}.
 */
@AnalyzeClasses(packages = "dev.sleuth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String RUNTIME = "dev.sleuth";
    private static final String RPC = "dev.sleuth.rpc..";
    private static final String ZRE = "dev.sleuth.zre..";
    private static final String[] JEROMQ = {"org.zeromq..", "zmq.."};
    private static final String NULLNESS = "org.jspecify.annotations";

    @ArchTest
    static final ArchRule noThreads = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Timer.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..")
            .orShould()
            .callMethod(Object.class, "wait")
            .because("a driver decides which thread enters, and the simulator has only one");

    @ArchTest
    static final ArchRule noClock = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.Date.class, java.util.Calendar.class)
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.time..").and(not(equivalentTo(Duration.class))))
            .because("now is an argument");

    @ArchTest
    static final ArchRule noChance = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class)
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SplittableRandom.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .because("a run must be repeatable from its seed");

    /** The empty ones have no order. */
    private static final DescribedPredicate<JavaCall<?>> SALTED = describe(
            "makes a collection whose order differs from JVM to JVM",
            call -> (call.getTargetOwner().isEquivalentTo(Map.class)
                            || call.getTargetOwner().isEquivalentTo(Set.class))
                    && List.of("of", "ofEntries", "copyOf").contains(call.getName())
                    && !call.getTarget().getRawParameterTypes().isEmpty());

    @ArchTest
    static final ArchRule noSaltedOrder = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .should()
            .callCodeUnitWhere(SALTED)
            .orShould()
            .dependOnClassesThat(equivalentTo(HashMap.class).or(equivalentTo(HashSet.class)))
            .orShould()
            .callMethod(Collectors.class, "toSet")
            .because("what is iterated over is told and sent in that order");

    @ArchTest
    static final ArchRule noSockets = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.zeromq..", "zmq..", "java.net..", "java.nio.channels..", "java.nio.file..")
            .because("the network is a port");

    @ArchTest
    static final ArchRule zreUsesTheJdkOnly = classes()
            .that()
            .resideInAPackage(ZRE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ZRE, "java..", NULLNESS);

    @ArchTest
    static final ArchRule rpcUsesZreAndJsonOnly = classes()
            .that()
            .resideInAPackage(RPC)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(RPC, ZRE, "java..", "com.fasterxml.jackson.core..", NULLNESS);

    @ArchTest
    static final ArchRule jeromqStaysInTheRuntime = noClasses()
            .that(not(resideInAnyPackage(RUNTIME)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JEROMQ);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.(sleuth..)").should().beFreeOfCycles();

    /** The one thing per thread: an Inflater is native memory. It keeps nothing from one call to the next. */
    @ArchTest
    static final ArchRule onlyGzipKeepsSomethingPerThread = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .and()
            .doNotHaveSimpleName("Gzip")
            .should()
            .dependOnClassesThat(type(ThreadLocal.class));

    @ArchTest
    static final ArchRule aLibraryPrintsNothing = noClasses()
            .should(ACCESS_STANDARD_STREAMS)
            .because("what becomes of the log is the application's business");
}
