package dev.sleuth.sim.cli;

import dev.sleuth.HandlerThreads;
import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import dev.sleuth.zre.Timing;
import java.util.concurrent.CountDownLatch;

/** A service that echoes until it gets SIGTERM; then it says goodbye and prints {@code left}. */
final class Replica {
    private Replica() {}

    /**
     * For the caller too.
     *
     * @param patience patient with a machine on which a process that has just begun stands still for a second: whoever
     *     is called then is neither thought to be gone, nor does it refuse what has waited for that long
     */
    static SleuthConfig config(String port, boolean patience) {
        SleuthConfig config = SleuthConfig.defaults().withInterface("lo").withPort(Integer.parseInt(port));
        return patience
                ? config.withTiming(Timing.WAN)
                        .withHandlerThreads(HandlerThreads.pool().withLongestWait(Tool.SOON))
                : config;
    }

    private static Response echo(Request request) {
        return Response.ok(request.body());
    }

    /** @param args the UDP port, the service's name, and whether it is patient */
    public static void main(String[] args) throws InterruptedException {
        Sleuth sleuth =
                Sleuth.join(config(args[0], Boolean.parseBoolean(args[2])).withService(args[1], Replica::echo));
        Goodbye.atTheEnd(sleuth, () -> System.out.println("left"));
        new CountDownLatch(1).await();
    }
}
