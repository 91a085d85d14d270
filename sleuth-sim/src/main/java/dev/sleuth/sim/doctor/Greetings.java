package dev.sleuth.sim.doctor;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.Intake;
import dev.sleuth.rpc.Observation;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What peers say in their HELLO to the peer that joins for the examination. */
final class Greetings {
    private static final int MOST = 1024;

    private final Map<PeerId, Greeting> greetings = new LinkedHashMap<>();
    private final Set<PeerId> exited = new LinkedHashSet<>();

    /** Stands before the engine, and lets everything through. */
    Intake before(Intake engine) {
        return new Listening(engine);
    }

    /** Is told what the engine makes of it. */
    synchronized void witness(Observation seen) {
        if (seen instanceof Observation.Entered entered) {
            exited.remove(entered.member().id());
        } else if (seen instanceof Observation.Exited exit
                && greetings.containsKey(exit.member().id())) {
            exited.add(exit.member().id());
        }
    }

    synchronized Map<PeerId, Greeting> all() {
        return new LinkedHashMap<>(greetings);
    }

    synchronized boolean isGone(PeerId id) {
        return exited.contains(id);
    }

    private synchronized void hello(PeerId from, String host, Message.Hello hello) {
        if (greetings.size() < MOST || greetings.containsKey(from)) {
            greetings.put(from, new Greeting(host, hello.endpoint(), hello.groups(), hello.headers()));
        }
    }

    private final class Listening implements Intake {
        private final Intake inner;

        private Listening(Intake inner) {
            this.inner = inner;
        }

        @Override
        public void message(long now, PeerId from, String host, Message message) {
            if (message instanceof Message.Hello hello) {
                hello(from, host, hello);
            }
            inner.message(now, from, host, message);
        }

        @Override
        public void beacon(long now, String host, Beacon beacon) {
            inner.beacon(now, host, beacon);
        }

        @Override
        public void malformed(long now, @Nullable PeerId from, @Nullable String host, String why) {
            inner.malformed(now, from, host, why);
        }

        @Override
        public void opened(long now, long link) {
            inner.opened(now, link);
        }

        @Override
        public void broken(long now, long link, Cause cause) {
            inner.broken(now, link, cause);
        }

        @Override
        public void tick(long now) {
            inner.tick(now);
        }

        @Override
        public long deadline() {
            return inner.deadline();
        }

        @Override
        public void call(long now, Call call) {
            inner.call(now, call);
        }

        @Override
        public void answer(long now, PeerId caller, byte[] payload) {
            inner.answer(now, caller, payload);
        }

        @Override
        public void refused(long now, PeerId caller, String handle, long millis) {
            inner.refused(now, caller, handle, millis);
        }

        @Override
        public void unpacked(long now, PeerId from, Envelope envelope) {
            inner.unpacked(now, from, envelope);
        }

        @Override
        public void drain(long now) {
            inner.drain(now);
        }

        @Override
        public void resume(long now) {
            inner.resume(now);
        }

        @Override
        public void leave(long now, long grace) {
            inner.leave(now, grace);
        }

        @Override
        public void close(long now) {
            inner.close(now);
        }
    }
}
