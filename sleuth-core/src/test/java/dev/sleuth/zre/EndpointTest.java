package dev.sleuth.zre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({"0.0.0.0, 1", "10.0.0.1, 5670", "127.0.0.1, 65535", "255.255.255.255, 80", "192.168.99.100, 10000"})
    void survives(String host, int port) {
        Endpoint endpoint = new Endpoint(host, port);
        assertThat(endpoint).hasToString("tcp://" + host + ":" + port);
        assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcp://",
                "10.0.0.1:5670",
                "udp://10.0.0.1:5670",
                "TCP://10.0.0.1:5670",
                "tcp://10.0.0.1",
                "tcp://10.0.0.1:",
                "tcp://10.0.0.1:0",
                "tcp://10.0.0.1:65536",
                "tcp://10.0.0.1:99999",
                "tcp://10.0.0.1:100000",
                "tcp://10.0.0.1:-1",
                "tcp://10.0.0:5670",
                "tcp://10.0.0.1.1:5670",
                "tcp://10.0.0.256:5670",
                "tcp://10.0.0.01:5670",
                "tcp://10..0.1:5670",
                "tcp://.10.0.0.1:5670",
                "tcp://10.0.0.1.:5670",
                "tcp://host:5670",
                "tcp://*:5670",
                "tcp://[::1]:5670",
                "tcp://10.0.0.1:5670/",
                " tcp://10.0.0.1:5670",
                "tcp://10.0.0.1:5670\n",
                "tcp://1\u0660.0.0.1:5670"
            })
    void isNothingElse(String text) {
        assertThat(Endpoint.parse(text)).isNull();
    }

    @Test
    void ofAVeryLongTextIsRefusedQuickly() {
        assertThat(Endpoint.parse("tcp://" + "1.".repeat(1_000_000))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 0",
        "10.0.0.1, -1",
        "10.0.0.1, 65536",
        "localhost, 5670",
        "'', 5670",
        "., 5670",
        "..., 5670",
        "1, 5670",
        "1.2.3, 5670",
        "1.2.3., 5670",
        ".1.2.3, 5670",
        "1.2..3, 5670",
        "1.2.3.4., 5670",
        "1.2.3.4.5, 5670",
        "00.2.3.4, 5670",
        "1.2.3.04, 5670",
        "1.2.3.256, 5670",
        "1.2.3.4294967297, 5670",
        "1.2.3.-4, 5670",
        "1.2.3.+4, 5670",
        "1/2/3/4, 5670",
        "1.2.3.4:, 5670",
        "::1, 5670"
    })
    void isNotMadeOfAnythingElse(String host, int port) {
        assertThatThrownBy(() -> new Endpoint(host, port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(host + ":" + port);
    }
}
