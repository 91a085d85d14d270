package dev.sleuth.sim.world;

import dev.sleuth.rpc.Call;
import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.Intake;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Cause;
import dev.sleuth.zre.Message;
import dev.sleuth.zre.PeerId;
import java.util.ArrayList;
import java.util.List;

/** Stands where the engine would, and writes down what reaches it, and when. */
final class IntakeSpy implements Intake {
    final List<String> entered = new ArrayList<>();
    long deadline = 42;

    private void enter(long now, String what) {
        entered.add(now + " " + what);
    }

    @Override
    public void call(long now, Call call) {
        enter(now, "call " + call.service());
    }

    @Override
    public void answer(long now, PeerId caller, byte[] payload) {
        enter(now, "answer " + payload.length);
    }

    @Override
    public void unpacked(long now, PeerId from, Envelope envelope) {
        enter(now, "unpacked");
    }

    @Override
    public void refused(long now, PeerId caller, String handle, long millis) {
        enter(now, "refused " + handle);
    }

    @Override
    public void drain(long now) {
        enter(now, "drain");
    }

    @Override
    public void resume(long now) {
        enter(now, "resume");
    }

    @Override
    public void leave(long now, long grace) {
        enter(now, "leave " + grace);
    }

    @Override
    public void close(long now) {
        enter(now, "close");
    }

    @Override
    public void beacon(long now, String host, Beacon beacon) {
        enter(now, "beacon " + host);
    }

    @Override
    public void message(long now, PeerId from, String host, Message message) {
        enter(now, "message " + message.sequence());
    }

    @Override
    public void malformed(long now, PeerId from, String host, String why) {
        enter(now, "malformed " + why);
    }

    @Override
    public void opened(long now, long link) {
        enter(now, "opened " + link);
    }

    @Override
    public void broken(long now, long link, Cause cause) {
        enter(now, "broken " + link + " " + cause);
    }

    @Override
    public void tick(long now) {
        enter(now, "tick");
    }

    @Override
    public long deadline() {
        return deadline;
    }
}
