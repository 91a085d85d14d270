package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SleuthConfigTest {
    private static final SleuthConfig CONFIG = SleuthConfig.defaults();
    private static final Handler HANDLER = request -> Response.of(204);

    @Test
    void theDefaultsAreTheOriginals() {
        assertThat(CONFIG.port()).isEqualTo(5670);
        assertThat(CONFIG.group()).isEqualTo("SLEUTH-v1");
        assertThat(CONFIG.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(CONFIG.maxBody()).isEqualTo(16 << 20);
        assertThat(CONFIG.service()).isNull();
    }

    @ParameterizedTest
    @MethodSource
    void whatIsImpossibleIsRefusedWithTheRuleAndTheValue(ThrowingCallable making, String complaint) {
        assertThatThrownBy(making)
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(SleuthException.INITIALIZE))
                .hasMessageContaining(complaint);
    }

    static Stream<Arguments> whatIsImpossibleIsRefusedWithTheRuleAndTheValue() {
        return Stream.of(
                refused(() -> CONFIG.withService("orders", null), "a service needs a name and a handler"),
                refused(() -> CONFIG.withService(null, HANDLER), "a service needs a name and a handler"),
                refused(() -> CONFIG.withService("", HANDLER), "a service's name has 1 to 255 bytes"),
                refused(() -> CONFIG.withService("a b", HANDLER), "no spaces and none of / ? # @ \\, not \"a b\""),
                refused(() -> CONFIG.withService("a/b", HANDLER), "not \"a/b\""),
                refused(() -> CONFIG.withService("a\\b", HANDLER), "not \"a\\b\""),
                refused(() -> CONFIG.withService("\u00e4".repeat(128), HANDLER), "a service's name has 1 to 255 bytes"),
                refused(() -> CONFIG.withVersion(""), "a version has 1 to 255 bytes"),
                refused(() -> CONFIG.withGroup(""), "a group's name has 1 to 255 bytes"),
                refused(() -> CONFIG.withInterfaces("lo", " "), "an interface is given by its name or IPv4 address"),
                refused(() -> CONFIG.withPort(0), "a UDP port is a number from 1 to 65535, not 0"),
                refused(() -> CONFIG.withPort(65_536), "a UDP port is a number from 1 to 65535, not 65536"),
                refused(() -> CONFIG.withTimeout(Duration.ZERO), "a timeout is longer than nothing"),
                refused(() -> CONFIG.withMaxBody(0), "a body's limit is from 1 to 1073741824 bytes, not 0"),
                refused(() -> CONFIG.withMaxBody((1 << 30) + 1), "not 1073741825"));
    }

    private static Arguments refused(ThrowingCallable making, String complaint) {
        return Arguments.of(making, complaint);
    }

    @Test
    void interfacesAreGivenOneByOneOrWithCommasBetweenThem() {
        assertThat(CONFIG.interfaces()).isEmpty();
        assertThat(CONFIG.withInterface(" eth1, 10.0.0.5 ,").interfaces()).containsExactly("eth1", "10.0.0.5");
        assertThat(CONFIG.withInterfaces("eth1", "10.0.0.5").interfaces()).containsExactly("eth1", "10.0.0.5");
        assertThat(CONFIG.withInterface("lo").withInterface(null).interfaces()).isEmpty();
    }

    @Test
    void theLongestNamesAndLimitsAreFine() {
        String name = "x".repeat(255);

        SleuthConfig config = CONFIG.withService(name, HANDLER)
                .withVersion(name)
                .withGroup(name)
                .withPort(65_535)
                .withMaxBody(1 << 30);

        assertThat(config.service()).isEqualTo(name);
    }
}
