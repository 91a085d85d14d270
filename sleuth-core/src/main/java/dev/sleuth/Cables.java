package dev.sleuth;

import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import dev.sleuth.zre.Wires;

/** The engine's connections on real sockets: each leaves from where its way says. Inside the turnstile. */
record Cables(Links links, Whereabouts whereabouts) implements Wires {
    @Override
    public void open(long link, PeerId peer, Endpoint endpoint) {
        links.open(link, endpoint, whereabouts.way(endpoint));
    }

    @Override
    public boolean send(long link, byte[][] frames) {
        return links.send(link, frames);
    }

    @Override
    public void close(long link) {
        links.close(link);
    }
}
