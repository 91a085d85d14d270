package dev.sleuth.sim.cli;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** A program that keeps a UDP port for itself alone. */
final class PortKeeper {
    private PortKeeper() {}

    public static void main(String[] args) throws Exception {
        DatagramSocket socket = new DatagramSocket(null);
        socket.setReuseAddress(false);
        socket.bind(new InetSocketAddress(Integer.parseInt(args[0])));
        System.out.println("has it");
        new CountDownLatch(1).await();
    }
}
