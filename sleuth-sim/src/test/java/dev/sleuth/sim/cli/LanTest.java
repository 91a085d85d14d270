package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers on different hosts. */
@Timeout(180)
@ExtendWith(HasNamespaces.class)
class LanTest {
    private Lan lan;

    @BeforeEach
    void wire() {
        lan = new Lan(2);
    }

    @AfterEach
    void unwire() {
        lan.close();
    }

    @Test
    void a_service_on_one_host_is_found_and_called_from_another() throws Exception {
        try (Tool peer = Tool.start(lan.host(1), "peer", "--service", "echo-service", "--echo")) {
            assertThat(peer.line(line -> true)).contains(lan.host(1).address(1));
            Tool.Ended call = Tool.run(
                    lan.host(2), new byte[0], "call", "--wait", "20s", "-d", "hello", "sleuth://echo-service/");
            assertThat(call.err()).isEmpty();
            assertThat(call.out()).isEqualTo("hello");
            peer.interrupt();
        }
    }
}
