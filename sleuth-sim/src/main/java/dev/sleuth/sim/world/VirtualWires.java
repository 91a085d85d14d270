package dev.sleuth.sim.world;

import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;

/** One process's connections in a {@link VirtualNetwork}. */
record VirtualWires(VirtualNetwork network, VirtualHost host) implements Wires {
    @Override
    public void open(long link, PeerId peer, Endpoint endpoint) {
        network.open(host, link, endpoint);
    }

    @Override
    public boolean send(long link, byte[][] frames) {
        return network.send(host, link, frames);
    }

    @Override
    public void close(long link) {
        network.close(host, link);
    }

    /** Breaks a connection on its way; false if there is none. */
    boolean cut(long link) {
        return network.sever(host, link);
    }
}
