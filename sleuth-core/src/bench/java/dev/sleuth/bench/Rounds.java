package dev.sleuth.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One pass: starts all contenders, warms each one up, visits them in turn and keeps them alive throughout. */
final class Rounds {
    private final Options options;
    private final String pass;

    Rounds(Options options, String pass) {
        this.options = options;
        this.pass = pass;
    }

    Results run() throws IOException, InterruptedException {
        List<Duo> duos = new ArrayList<>();
        try {
            for (String contender : options.contenders()) {
                System.err.println(pass + ": warming up " + contender);
                Duo duo = Duo.start(contender, options, pass.equals(Options.PINNED), false);
                duos.add(duo);
                duo.warmUp(options.warmup());
            }
            Results results = new Results();
            long began = System.nanoTime();
            long before = othersCpu(duos);
            for (int round = 0; round < options.rounds(); round++) {
                System.err.println(pass + ": round " + (round + 1) + " of " + options.rounds());
                visit(duos, results);
                // Whoever comes first may have it better or worse: each one comes first in its turn.
                Collections.rotate(duos, -1);
            }
            double available =
                    (double) (System.nanoTime() - began) * Runtime.getRuntime().availableProcessors();
            results.others((othersCpu(duos) - before) / available);
            return results;
        } finally {
            duos.forEach(Duo::close);
        }
    }

    /**
     * The contenders change places within each number of callers, so that those that are compared lie close in time.
     */
    private void visit(List<Duo> duos, Results results) throws IOException, InterruptedException {
        for (int callers : Figure.callers()) {
            for (Duo duo : duos) {
                results.add(duo.name(), callers, duo.load(callers, options.millis()));
            }
        }
    }

    private static long othersCpu(List<Duo> duos) throws IOException {
        long own = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
        for (Duo duo : duos) {
            own += duo.cpu();
        }
        return Machine.busy() - own;
    }
}
