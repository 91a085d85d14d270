package dev.sleuth.zre;

import java.util.Locale;

/**
 * Why something that came in was not taken, or went no further: all the reasons there are. The word of each, which is
 * also how it prints, is the tag of a metric: the constant's name in lower case with hyphens.
 */
public enum Reason {
    /** A datagram that is not as long as a beacon. */
    BEACON_LENGTH,
    /** A datagram that does not begin as a beacon does. */
    BEACON_SIGNATURE,
    /** A beacon of a version that we do not speak, such as Zyre's secure one. */
    BEACON_VERSION,
    /** A datagram from another network than those chosen. */
    BEACON_FROM_OUTSIDE,
    /** A connection whose peer had not said a HELLO that was taken when its time was up. */
    SILENT_CONNECTION,
    /** A connection without a peer gave way to newer ones. */
    TOO_MANY_CONNECTIONS,
    /** A connection whose peer is not there any more, or has another one. */
    ABANDONED_CONNECTION,
    /** A message with more frames or bytes than any has: its connection is cut. */
    ENDLESS_MESSAGE,
    /** There was no room for a long frame while others were being received: its connection is cut. */
    NO_ROOM_FOR_FRAME,
    /** Not a message of the protocol. A member whose own connection brought it begins again. */
    MALFORMED,
    /** A command from a peer that has not said HELLO. */
    BEFORE_HELLO,
    /** A message of a member is missing: it begins again. */
    GAP,
    /** A JOIN or LEAVE whose status does not follow the one before; it is done all the same. */
    STATUS,
    /** A SHOUT: nothing of sleuth is said in that way. */
    SHOUT,
    /** ELECT, LEADER or GOODBYE, which we do not speak. */
    COMMAND,
    /** A HELLO whose endpoint is no IPv4 address with a port. */
    ENDPOINT,
    /** A beacon came, but its peer did not greet us in time. */
    NO_HELLO,
    /** Something with the identity of a member came from another host than the member's. */
    OTHER_HOST,
    /** A beacon with port 0 from somebody else's address, or for a member that still answers. */
    GOODBYE,
    /** Too many peers, or too many of one host that have not proved to be there. */
    TOO_MANY_PEERS,
    /** A beacon of a peer that was never met gave way to newer ones before it was its turn to be greeted. */
    CROWDED,
    /** A WHISPER without content. */
    EMPTY,
    /** Too many large payloads wait to be decoded. */
    NO_ROOM,
    /**
     * A request that changes something, and that waited while we stood still: its caller may have asked others since.
     */
    STALE,
    /** An answer could not be sent to its caller. */
    ANSWER_UNSENT,
    /** A payload that does not begin with our group. */
    PAYLOAD_914,
    /** A payload that is neither a request nor a response. */
    PAYLOAD_915,
    /** A response that cannot be read. */
    PAYLOAD_917,
    /** A request that cannot be read. */
    PAYLOAD_927,
    /** A payload that is no gzip, or unpacks to more than is allowed. */
    PAYLOAD_932;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The reason of a payload that cannot be read, by its code in {@code dev.sleuth.rpc.SleuthException}. */
    public static Reason payload(int code) {
        return valueOf("PAYLOAD_" + code);
    }

    @Override
    public String toString() {
        return word;
    }
}
