package dev.sleuth;

import dev.sleuth.zre.Endpoint;

/**
 * One of the places where a peer lives.
 *
 * @param networkInterface the name of the interface
 * @param endpoint where peers on that interface's network reach it
 */
public record LocalAddress(String networkInterface, Endpoint endpoint) {
    /** As in {@code tcp://10.0.0.5:49152 (eth1)}. */
    @Override
    public String toString() {
        return endpoint + " (" + networkInterface + ")";
    }
}
