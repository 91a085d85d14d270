package dev.sleuth;

import dev.sleuth.rpc.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.UUID;

/** Configs for tests on real sockets: on loopback, and on a UDP port and in a group that nobody else uses. */
final class Lab {
  static final Duration SOON = Duration.ofSeconds(10);

  private final int port = freePort();
  private final String group = "lab-" + UUID.randomUUID();

  SleuthConfig client() {
    return SleuthConfig.defaults().withInterface("lo").withPort(port).withGroup(group).withTimeout(SOON);
  }

  SleuthConfig service(String name, Handler handler) {
    return client().withService(name, handler);
  }

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }
}
