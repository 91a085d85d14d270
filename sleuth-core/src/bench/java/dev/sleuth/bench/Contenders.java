package dev.sleuth.bench;

import dev.sleuth.HandlerThreads;
import java.util.List;

/** All that can be measured. */
final class Contenders {
    /** The first letters of our variants. */
    private static final String OURS = "ours";

    private static final String OURS_INLINE = OURS + "-inline";

    /** As it comes: handlers on a pool. */
    static final String GRPC = "grpc";

    /** Handlers on the threads that read the network. */
    static final String GRPC_DIRECT = GRPC + "-direct";

    static final String RAW = RawOneThread.NAME;

    private static final List<Contender> ALL = List.of(
            new Ours(OURS, HandlerThreads.pool()),
            new Ours(OURS_INLINE, HandlerThreads.inline()),
            new RawOneThread(),
            new RawBlocking(),
            new Grpc(GRPC, false),
            new Grpc(GRPC_DIRECT, true));

    private Contenders() {}

    /** Whether this is one of ours, whose targets the report judges. */
    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    /** The variant of gRPC that runs its handlers as this one of ours does by its settings. */
    static String counterpart(String ours) {
        return ours.equals(OURS_INLINE) ? GRPC_DIRECT : GRPC;
    }

    static List<String> names() {
        return ALL.stream().map(Contender::name).toList();
    }

    static Contender named(String name) {
        return ALL.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no contender '" + name + "'; there are " + names()));
    }
}
