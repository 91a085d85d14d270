package dev.sleuth.zre;

/** What we know of one remote peer. Only {@link Node} touches it. */
final class Peer {
  enum State {
    /** We greet it; it has not greeted us. */
    GREETING,
    /** It has greeted us: it is a member. */
    READY,
    /** A member whose link broke. We greet it again, and its next HELLO belongs to that greeting. */
    REDIALING
  }

  final PeerId id;
  Endpoint endpoint;
  /** Where else its beacons come from; dialled when the endpoint refuses. Null if there is no such place. */
  Endpoint spare;
  State state = State.GREETING;
  Message.Hello hello;

  /** 0 if there is none: then {@link #dialAt} says when the next is made. */
  long link;
  boolean open;
  long dialled;
  long dialAt;

  /** The number of the next message on the link. */
  int outgoing;
  /** The number that its next message has to carry. */
  int incoming;
  /** What its last HELLO, JOIN or LEAVE said. */
  int status;

  long heard;
  /** Whether it was pinged since it was last heard. */
  boolean asked;

  final Backlog backlog = new Backlog();

  Peer(PeerId id, Endpoint endpoint, long now) {
    this.id = id;
    this.endpoint = endpoint;
    this.heard = now;
  }

  /** Whether the layer above knows it. */
  boolean entered() {
    return state != State.GREETING;
  }

  void alive(long now) {
    heard = now;
    asked = false;
  }

  int nextOutgoing() {
    int next = outgoing;
    // RFC 36: the sequence is a 2-byte number that wraps to zero.
    outgoing = (outgoing + 1) & 0xFFFF;
    return next;
  }
}
