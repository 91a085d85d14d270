package dev.sleuth;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The one ZContext of all peers in this JVM: each context costs two threads and 21 descriptors. It lives from the first
 * peer to the last.
 */
final class Sockets {
  /** How long a closed socket goes on sending what it has: LEAVE and the last answers would be lost without. */
  private static final int LINGER_MILLIS = 300;
  private static final int MAX_SOCKETS = 65_536;

  private static ZContext shared;
  private static int users;

  private Sockets() {}

  static synchronized ZContext acquire() {
    if (users++ == 0) {
      shared = new ZContext();
      shared.getContext().setMaxSockets(MAX_SOCKETS);
      shared.setLinger(LINGER_MILLIS);
      IoThreads.equip(shared);
    }
    return shared;
  }

  /** After all sockets of the user are closed. The last user waits until what they still have to send has left. */
  static void release() {
    ZContext last = null;
    synchronized (Sockets.class) {
      if (--users == 0) {
        last = shared;
        shared = null;
      }
    }
    if (last != null) {
      last.close();
    }
  }

  /** A socket with room for {@code messages} in each direction of each connection. */
  static ZMQ.Socket create(ZContext context, SocketType type, int messages) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setHWM(messages);
    return socket;
  }
}
