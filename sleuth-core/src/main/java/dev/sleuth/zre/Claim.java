package dev.sleuth.zre;

/**
 * A HELLO with the identity of a member that came from another host than the member's: perhaps the member has another
 * address now, perhaps somebody else uses its identity. It is believed when the member does not answer any more.
 */
final class Claim {
    final String host;
    final Endpoint endpoint;
    final Message.Hello hello;
    /** The number that the next message from there has to carry. */
    private int next;
    /** Whether anything came from there, since, that we would have to know. */
    private boolean missed;

    Claim(String host, Endpoint endpoint, Message.Hello hello) {
        this.host = host;
        this.endpoint = endpoint;
        this.hello = hello;
        this.next = (hello.sequence() + 1) & 0xFFFF;
    }

    int next() {
        return next;
    }

    /** Notes a message that came from there and was not taken. */
    void passedOver(Message message) {
        boolean harmless = message instanceof Message.Ping || message instanceof Message.PingOk;
        missed |= !harmless || message.sequence() != next;
        next = (message.sequence() + 1) & 0xFFFF;
    }

    /** Whether its connection could go on where it is. */
    boolean isWhole() {
        return !missed;
    }
}
