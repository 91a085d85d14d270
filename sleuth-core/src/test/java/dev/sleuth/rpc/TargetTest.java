package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.zre.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller's URL may be. */
class TargetTest {
    private static final PeerId PEER = new PeerId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleuth://tea/            | tea | /",
                "sleuth://tea             | tea | /",
                "SLEUTH://tea/a/b?c=d#e   | tea | /a/b?c=d#e",
                "sleuth://tea?c=d         | tea | /?c=d",
                "sleuth://tea#e           | tea | /#e",
                "sleuth://tea/a@b         | tea | /a@b",
                "sleuth://tea?to=a@b      | tea | /?to=a@b",
                "sleuth://tea.v2:80/      | tea.v2:80 | /",
            })
    void aServiceIsCalledByItsName(String url, String service, String path) {
        assertThat(Target.parse(url)).isEqualTo(new Target(null, service, path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleuth://0123456789ABCDEFFEDCBA9876543210@tea/a?b     | tea | /a?b",
                "sleuth://0123456789abcdeffedcba9876543210@tea         | tea | /",
                "sleuth://01234567-89ab-cdef-fedc-ba9876543210@tea/    | tea | /",
                "sleuth://0123456789ABCDEFFEDCBA9876543210@/a          | ''  | /a",
                "sleuth://01234567-89AB-CDEF-FEDC-BA9876543210@        | ''  | /",
                "sleuth://0123456789ABCDEFFEDCBA9876543210@?b          | ''  | /?b",
            })
    void onePeerIsCalledByItsIdentity(String url, String service, String path) {
        assertThat(Target.parse(url)).isEqualTo(new Target(PEER, service, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sleuth:",
                "sleuth:tea/",
                "http://tea/",
                "sleuth://",
                "sleuth:///path",
                "sleuth://@tea/",
                "sleuth://@/",
                "sleuth://012345@tea/",
                "sleuth://0123456789ABCDEFFEDCBA987654321@tea/",
                "sleuth://0123456789ABCDEFFEDCBA98765432100@tea/",
                "sleuth://G123456789ABCDEFFEDCBA9876543210@tea/",
                "sleuth://0123-456789ab-cdef-fedc-ba9876543210@tea/",
                "sleuth://0123456789ABCDEFFEDCBA9876543210@tea@milk/",
            })
    void anythingElseIsA916(String url) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.code()).isEqualTo(SleuthException.SCHEME))
                .hasMessageContaining(url);
    }

    @Test
    void aShortNameIsNoIdentityAndTheComplaintSaysSo() {
        assertThatThrownBy(() -> Target.parse("sleuth://012345@tea/")).hasMessageContaining("32 hexadecimal digits");
    }
}
