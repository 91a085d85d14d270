package dev.sleuth;

import dev.sleuth.zre.Endpoint;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.ZError;

/** One DEALER, which is one connection. Used inside the turnstile only, but for {@link #ended}. */
final class Dealer {
    /** It waits for a third of a second at most. */
    private static final int MAX_WAITING_MESSAGES = 4_096;

    private static final int NEVER = -1;

    final Endpoint endpoint;
    /** Where it leaves from. */
    final Way way;

    /** Who finds out whether anybody is there, before it may connect; null when that is known. */
    @Nullable
    Probe probe;

    /** Null before it may connect. */
    private ZMQ.@Nullable Socket socket;
    /** What was sent before it may connect; null once it may. */
    private @Nullable Queue<byte[][]> waiting = new ArrayDeque<>();
    /** Whether its connection has ended by itself, or never came about. Set by JeroMQ's thread. */
    volatile boolean ended;
    /** Whether another one waits until its connection has ended. */
    boolean inTheWay;
    /** Whether it was broken on purpose: what it takes is lost, as on a line that is down. */
    boolean cut;

    Dealer(Endpoint endpoint, Way way, @Nullable Probe probe) {
        this.endpoint = endpoint;
        this.way = way;
        this.probe = probe;
    }

    /** What it shall connect with. */
    void take(ZMQ.Socket made) {
        socket = made;
    }

    private ZMQ.Socket socket() {
        return Objects.requireNonNull(socket, "it was taken before it connects");
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** Only begins: whether it succeeds is heard later. */
    void connect() {
        boolean interrupted = false;
        while (!socket().base().connect(endpoint.toString())) {
            int why = socket().base().errno();
            if (why != ZError.EINTR) {
                throw new ZMQException(why);
            }
            interrupted = true;
        }
        restore(interrupted);
        Queue<byte[][]> first = waiting;
        waiting = null;
        if (first != null) {
            first.forEach(this::send);
        }
    }

    /** JeroMQ clears the flag when it gives up because of an interrupt; the interrupt was meant for the caller. */
    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends one message without waiting; false if its queue is full. */
    boolean send(byte[][] frames) {
        if (cut) {
            return true;
        }
        if (waiting != null) {
            return waiting.size() < MAX_WAITING_MESSAGES && waiting.add(frames);
        }
        boolean interrupted = false;
        try {
            for (int i = 0; i < frames.length; i++) {
                int flags = zmq.ZMQ.ZMQ_DONTWAIT | (i < frames.length - 1 ? zmq.ZMQ.ZMQ_SNDMORE : 0);
                Msg frame = new Msg(frames[i]);
                // An interrupt of the caller must not cut a message in two: each frame is tried again.
                while (!socket().base().send(frame, flags)) {
                    if (socket().base().errno() != ZError.EINTR) {
                        return false;
                    }
                    interrupted = true;
                }
            }
            return true;
        } finally {
            restore(interrupted);
        }
    }

    /** It is connected: when that breaks JeroMQ shall not dial again. On its I/O thread, which alone reads this. */
    void neverAgain() {
        socket().base().setSocketOpt(zmq.ZMQ.ZMQ_RECONNECT_IVL, NEVER);
    }

    /** What it took still leaves if it can: not when its connection has ended, for there is no other. */
    void close() {
        if (ended) {
            abort();
        } else if (socket != null) {
            socket.close();
        }
    }

    /** Without sending anything more. */
    void abort() {
        if (socket != null) {
            socket.setLinger(0);
            socket.close();
        }
    }
}
