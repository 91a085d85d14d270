package dev.sleuth.zre;

import java.util.List;
import java.util.Map;

/** One message of a link (RFC 36, "ZRE framing"). Every message carries its sequence number, 0 to 65535. */
public sealed interface Message {
    /** The number of this message on its link. HELLO carries 1, and 65535 is followed by 0. */
    int sequence();

    /**
     * The greeting, first on every link.
     *
     * @param endpoint what the peer claims to be reachable at; a claim, not to be dialled as it is
     * @param groups the groups it is in, without repetition
     * @param status how often it has joined and left groups, 0 to 255, wrapping
     * @param name what it calls itself
     * @param headers what it tells about itself, in the order of the wire
     */
    record Hello(
            int sequence, String endpoint, List<String> groups, int status, String name, Map<String, String> headers)
            implements Message {}

    /** Something for this peer alone. */
    record Whisper(int sequence, Content content) implements Message {}

    /** Something for everyone in a group. */
    record Shout(int sequence, String group, Content content) implements Message {}

    /** The peer is now in a group; {@code status} is its previous status plus one. */
    record Join(int sequence, String group, int status) implements Message {}

    /** The peer is no longer in a group; {@code status} is its previous status plus one. */
    record Leave(int sequence, String group, int status) implements Message {}

    /** Asks for a {@link PingOk}. */
    record Ping(int sequence) implements Message {}

    /** Answers a {@link Ping}. */
    record PingOk(int sequence) implements Message {}

    /** A command that we do not speak (ELECT, LEADER and GOODBYE of newer Zyre): counted, otherwise ignored. */
    record Other(int sequence, int command) implements Message {}

    /**
     * What WHISPER and SHOUT carry. ZRE does not look inside; the layer above may put what it decoded in place of
     * {@link Frames}.
     */
    interface Content {}

    /** Content as it came: the frames after the first one. */
    record Frames(List<byte[]> frames) implements Content {}
}
