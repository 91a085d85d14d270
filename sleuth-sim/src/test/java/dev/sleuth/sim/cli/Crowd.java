package dev.sleuth.sim.cli;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Several peers in one process, which offer nothing; a line for each. */
final class Crowd {
    private Crowd() {}

    /** @param args how many */
    public static void main(String[] args) throws InterruptedException {
        List<Sleuth> peers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            Sleuth peer = Sleuth.join(SleuthConfig.defaults());
            peers.add(peer);
            System.out.println(peer.id() + " is here");
        }
        new CountDownLatch(1).await();
    }
}
