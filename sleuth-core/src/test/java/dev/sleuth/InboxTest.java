package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.zre.Codec;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(30)
class InboxTest {
    private static final PeerId SENDER = new PeerId(3, 4);
    private static final byte[][] PING = Codec.encode(new Message.Ping(5));

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Doorkeeper doorkeeper = new Doorkeeper(Lab.SOON.toNanos(), System::nanoTime, (address, reason) -> {});
    private final ZContext context = Lab.context();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aMessageComesWithItsSenderAndTheHostOfItsConnection() throws Exception {
        Inbox inbox = start();
        ZMQ.Socket dealer = dealer(inbox, Links.identity(SENDER));

        dealer.send(PING[0]);

        assertThat(next()).isEqualTo(SENDER + " at 127.0.0.1: Ping[sequence=5]");
        inbox.stop();
    }

    @Test
    void whatIsNoMessageIsToldAndTheNextOneComesAllTheSame() throws Exception {
        Inbox inbox = start();
        ZMQ.Socket stranger = dealer(inbox, new byte[] {7});
        stranger.send(PING[0]);
        assertThat(next()).isEqualTo("null: a connection with an identity that is not a peer's");
        ZMQ.Socket dealer = dealer(inbox, Links.identity(SENDER));

        dealer.send("rubbish");
        assertThat(next()).startsWith(SENDER + ": ");
        dealer.send("");
        assertThat(next()).startsWith(SENDER + ": ");
        dealer.send(PING[0]);
        assertThat(next()).endsWith("Ping[sequence=5]");
        inbox.stop();
    }

    @Test
    void aMessageOf1000FramesCostsNoMoreThanItsFirst() throws Exception {
        Inbox inbox = start();
        ZMQ.Socket dealer = dealer(inbox, Links.identity(SENDER));

        for (int i = 0; i < 1_000; i++) {
            dealer.send(PING[0], ZMQ.SNDMORE);
        }
        dealer.send(PING[0]);
        dealer.send(PING[0]);

        assertThat(next()).endsWith("Ping[sequence=5]");
        assertThat(next()).endsWith("Ping[sequence=5]");
        assertThat(heard).isEmpty();
        inbox.stop();
    }

    @Test
    void itTellsWhenItsSocketHasFailedAndNotWhenItIsStopped() throws Exception {
        Inbox stopped = start();
        stopped.stop();
        assertThat(heard).isEmpty();
        Inbox failing = start();

        context.getContext().term();

        assertThat(next()).isEqualTo("failed");
        failing.stop();
    }

    @Test
    void anAddressIsAddedWhileItWaitsForMessagesAndKeepsItsPortAndConnections() throws Exception {
        Inbox inbox = start();
        ZMQ.Socket old = dealer(inbox, Links.identity(SENDER));
        old.send(PING[0]);
        assertThat(next()).endsWith("Ping[sequence=5]");
        CompletableFuture<List<String>> moved = new CompletableFuture<>();

        inbox.listen(List.of("127.0.0.1", "127.0.0.2"), moved::complete);

        assertThat(moved.get(10, TimeUnit.SECONDS)).containsExactly("127.0.0.1", "127.0.0.2");
        ZMQ.Socket fresh = context.createSocket(SocketType.DEALER);
        fresh.setIdentity(Links.identity(new PeerId(5, 6)));
        fresh.connect("tcp://127.0.0.2:" + inbox.port());
        fresh.send(PING[0]);
        assertThat(next()).startsWith(new PeerId(5, 6) + " at 127.").endsWith("Ping[sequence=5]");
        old.send(PING[0]);
        assertThat(next()).isEqualTo(SENDER + " at 127.0.0.1: Ping[sequence=5]");
        assertThat(heard).as("the message that wakes it is nobody's").isEmpty();
        inbox.stop();
    }

    /**
     * The thread may see that it has to stop at a message that is none of the waker's, and be gone before the waker
     * comes.
     */
    @Test
    void itStopsAtAnyMomentWhileMessagesComeIn() {
        AtomicBoolean enough = new AtomicBoolean();
        for (int i = 0; i < 200; i++) {
            Inbox inbox = start();
            enough.set(false);
            Thread sender = new Thread(() -> {
                ZMQ.Socket dealer = dealer(inbox, Links.identity(SENDER));
                while (!enough.get()) {
                    dealer.send(PING[0], ZMQ.DONTWAIT);
                }
                dealer.close();
            });
            sender.start();
            if (i % 2 == 0) {
                heardSomething();
            }

            inbox.stop();

            enough.set(true);
            Uninterrupted.join(sender);
            heard.clear();
        }
    }

    private void heardSomething() {
        try {
            next();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private Inbox start() {
        EnvelopeCodec codec = new EnvelopeCodec("test", 1024);
        Inbox inbox = new Inbox(
                context, new Leadership("test-inbox"), List.of(Lab.loopback()), codec, doorkeeper, new Inbox.Reader() {
                    @Override
                    public void message(PeerId from, String host, Message message) {
                        heard.add(from + " at " + host + ": " + message);
                    }

                    @Override
                    public void malformed(PeerId from, String host, String why) {
                        heard.add(from + ": " + why);
                    }

                    @Override
                    public void failed() {
                        heard.add("failed");
                    }
                });
        inbox.start();
        return inbox;
    }

    private ZMQ.Socket dealer(Inbox inbox, byte[] identity) {
        ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
        dealer.setIdentity(identity);
        dealer.setHWM(0);
        dealer.connect("tcp://127.0.0.1:" + inbox.port());
        return dealer;
    }

    private String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }
}
