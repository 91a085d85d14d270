package dev.sleuth;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.io.Metadata;
import zmq.msg.MsgAllocator;

/**
 * Room for frames that are being received. JeroMQ takes it as soon as a frame says how long it will be: a dozen
 * connections that announce long frames and send none would take all memory there is, and an I/O thread that finds none
 * ends. Nor does it bound how many frames a message may have, and keeps them until the last has come. So there is so
 * much room and no more. A frame without room is replaced by a {@link Refused}, after which its connection makes no
 * sense; one whose message never ends is told of.
 */
final class Reception implements MsgAllocator {
    /** What stands for a frame that there was no room for. */
    static final class Refused extends Msg {
        private Refused() {
            super(0);
        }
    }

    /** Frames up to this length are not counted: what holds them bounds them by number. */
    static final int SMALL = 64 << 10;
    /** Of one message. The protocol needs two. */
    static final int MOST_FRAMES = 1_024;

    private static final long MOST_BYTES = 128L << 20;
    /** Then some of these connections are long gone. */
    private static final int MOST_UNFINISHED = 8_192;

    private record Place(WeakReference<Msg> frame, int size) {}

    /** A message of which not all has come. */
    private static final class Unfinished {
        private int frames;
        private long bytes;
    }

    private final long longest;
    private final long room;
    private final Consumer<String> endless;
    private final List<Place> places = new ArrayList<>();
    private final IdentityHashMap<Metadata, Unfinished> unfinished = new IdentityHashMap<>();
    private long taken;

    /**
     * @param longest how many bytes a message may have: there is always room for one
     * @param memory of the JVM
     * @param endless told of the address of a connection whose message has too many frames, or too long ones; on
     *     JeroMQ's I/O thread
     */
    Reception(long longest, long memory, Consumer<String> endless) {
        this.longest = longest;
        this.room = Math.max(longest, Math.min(MOST_BYTES, memory / 8));
        this.endless = endless;
    }

    /** On JeroMQ's I/O thread, which an exception or error would end or leave in the middle of something. */
    @Override
    public Msg allocate(int size) {
        if (size < 0) {
            // JeroMQ compares lengths as signed numbers, so a length with its highest bit set comes here.
            return new Refused();
        }
        return size <= SMALL ? new Incoming(size) : take(size);
    }

    private synchronized Msg take(int size) {
        if (taken + size > room) {
            leave(null);
        }
        if (taken + size > room) {
            return new Refused();
        }
        try {
            Msg frame = new Incoming(size);
            places.add(new Place(new WeakReference<>(frame), size));
            taken += size;
            return frame;
        } catch (OutOfMemoryError full) {
            return new Refused();
        }
    }

    /** It has arrived, and is somebody else's business now. */
    void arrived(Msg frame) {
        if (frame.size() > SMALL) {
            leave(frame);
        }
    }

    /** Besides it, all leave whose connection ended in the middle of them. */
    private synchronized void leave(@Nullable Msg arrived) {
        for (Iterator<Place> each = places.iterator(); each.hasNext(); ) {
            Place place = each.next();
            Msg frame = place.frame.get();
            if (frame == null || frame == arrived) {
                taken -= place.size;
                each.remove();
            }
        }
    }

    private synchronized void came(Metadata connection, Msg frame) {
        if (!frame.hasMore()) {
            if (!unfinished.isEmpty()) {
                unfinished.remove(connection);
            }
            return;
        }
        if (unfinished.size() >= MOST_UNFINISHED) {
            unfinished.clear();
        }
        Unfinished message = unfinished.computeIfAbsent(connection, first -> new Unfinished());
        message.frames++;
        message.bytes += frame.size();
        if (message.frames > MOST_FRAMES || message.bytes > longest) {
            unfinished.remove(connection);
            endless.accept(connection.get(Metadata.PEER_ADDRESS));
        }
    }

    /** JeroMQ tells it which connection it came on just before it queues it. */
    private final class Incoming extends Frame {
        private Incoming(int size) {
            super(size);
        }

        @Override
        public Msg setMetadata(@Nullable Metadata connection) {
            if (connection != null) {
                came(connection, this);
            }
            return super.setMetadata(connection);
        }
    }
}
