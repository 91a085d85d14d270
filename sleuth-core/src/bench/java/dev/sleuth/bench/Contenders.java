package dev.sleuth.bench;

import dev.sleuth.HandlerThreads;
import java.util.List;

/** All that can be measured. */
final class Contenders {
    /** The first letters of our variants. */
    private static final String OURS = "ours";

    /** The first letters of gRPC's variants: the better one of them is what others are compared with. */
    static final String GRPC = "grpc";

    static final String RAW = RawOneThread.NAME;

    private static final List<Contender> ALL = List.of(
            new Ours(OURS, HandlerThreads.pool()),
            new Ours(OURS + "-inline", HandlerThreads.inline()),
            new RawOneThread(),
            new RawBlocking(),
            new Grpc(GRPC, false),
            new Grpc(GRPC + "-direct", true));

    private Contenders() {}

    /** Whether this is one of ours, whose targets the report judges. */
    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    /**
     * Whom to compare with.
     *
     * @param against a contender's name, or {@link #GRPC} for the better of gRPC's variants in this figure
     * @return a name; null if it was not measured
     */
    static String base(String against, Figure figure, Results results) {
        List<String> candidates = against.equals(GRPC)
                ? names().stream().filter(name -> name.startsWith(GRPC)).toList()
                : List.of(against);
        return figure.best(results, candidates);
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
