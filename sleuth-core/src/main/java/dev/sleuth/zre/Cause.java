package dev.sleuth.zre;

/** Why a link broke or a peer is gone. */
public enum Cause {
    /** It said so: with a beacon with port 0, or with LEAVE, and its address refuses connections after that. */
    LEFT,
    /** Its address refuses connections: nothing listens there any more. */
    REFUSED,
    /** Its connection broke and could not be made again. */
    BROKEN,
    /** Nothing was heard from it for too long. */
    SILENT,
    /** It began again: a second HELLO, so what was under way with its former self is lost. */
    RESTARTED,
    /** A message of it was lost (a gap in the sequence): it has to begin again. */
    GAP,
    /** We could not send to it: its queue is full. */
    FULL,
    /** It broke the protocol. */
    MALFORMED
}
