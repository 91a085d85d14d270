package dev.sleuth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;

/** What keeps the core pure: time is an argument, and nothing in it waits, dials or draws lots. */
@AnalyzeClasses(packages = "dev.sleuth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ZRE = "dev.sleuth.zre..";
    private static final String RPC = "dev.sleuth.rpc..";

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
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Instant")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
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
            .callConstructor(Random.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .because("a run must be repeatable from its seed");

    @ArchTest
    static final ArchRule noSockets = noClasses()
            .that()
            .resideInAnyPackage(ZRE, RPC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.zeromq..", "zmq..", "java.net..", "java.nio.channels..")
            .because("the network is a port");

    @ArchTest
    static final ArchRule zreUsesTheJdkOnly = classes()
            .that()
            .resideInAPackage(ZRE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ZRE, "java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule jeromqStaysInTheRuntime = noClasses()
            .that(not(resideInAnyPackage("dev.sleuth")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.zeromq..", "zmq..");

    @ArchTest
    static final ArchRule rpcKnowsNothingOfTheRuntime = noClasses()
            .that()
            .resideInAPackage(RPC)
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.sleuth", "dev.sleuth.http.."));

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
}
