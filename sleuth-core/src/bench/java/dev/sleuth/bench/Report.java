package dev.sleuth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The results as Markdown. */
final class Report {
    private static final List<Figure> COMPARED =
            List.of(Figure.P50, Figure.RATE_16, Figure.RATE_64, Figure.CPU_1, Figure.CPU_64);

    private final Options options;
    private final Map<String, Results> passes;
    private final List<String> lines = new ArrayList<>();

    private Report(Options options, Map<String, Results> passes) {
        this.options = options;
        this.passes = passes;
    }

    /**
     * All of it.
     *
     * @param passes the results by pass, in the order of their tables
     */
    static String of(Options options, Map<String, Results> passes) {
        Report report = new Report(options, passes);
        report.lines.add(String.format(
                Locale.ROOT,
                "%d bytes there and back; %s; rounds: %d, seconds of load per figure and round: %.1f, of warm-up: %.0f."
                        + " Median (lowest..highest) of the rounds.",
                Side.BODY_BYTES,
                Machine.describe(),
                options.rounds(),
                options.seconds(),
                options.warmup()));
        passes.forEach(report::pass);
        report.targets();
        return String.join("\n", report.lines) + "\n";
    }

    private void pass(String pass, Results results) {
        heading(pass.equals(Options.PINNED) ? "Pinned: each process on one core of its own" : "Free: no pinning");
        table(
                List.of(Figure.values()),
                Figure::title,
                (contender, figure) ->
                        Spread.of(figure.values(results, contender)).show(figure.decimals()));
        ratios("Ratios to raw JeroMQ on one thread, round by round:", Contenders.RAW, results);
        ratios("Ratios to gRPC as it comes, round by round:", Contenders.GRPC, results);
        ratios("Ratios to gRPC with handlers on its network threads, round by round:", Contenders.GRPC_DIRECT, results);
        for (String contender : options.contenders()) {
            if (results.failures(contender) > 0) {
                lines.add("\n**" + contender + ": " + results.failures(contender) + " calls failed.**");
            }
        }
        lines.add(String.format(
                Locale.ROOT,
                "%nOthers used %.0f%% of the machine's processor time meanwhile; above 10%% the figures mean little.",
                results.others() * 100));
    }

    private void ratios(String title, String base, Results results) {
        if (Figure.P50.values(results, base).isEmpty()) {
            return;
        }
        lines.addAll(List.of("", title, ""));
        table(
                COMPARED,
                figure -> figure.title() + " / " + base + "'s",
                (contender, figure) -> ratio(contender, base, figure, results));
    }

    private static String ratio(String contender, String base, Figure figure, Results results) {
        return contender.equals(base)
                ? "1"
                : Spread.ofRatios(figure.values(results, contender), figure.values(results, base))
                        .show(2);
    }

    private void targets() {
        for (String ours :
                options.contenders().stream().filter(Contenders::isOurs).toList()) {
            heading("Targets: " + ours);
            Target.ALL.forEach(target -> lines.add(target.line(passes, ours)));
        }
    }

    private void heading(String text) {
        lines.addAll(List.of("", "### " + text, ""));
    }

    private void table(List<Figure> columns, Function<Figure, String> title, BiFunction<String, Figure, String> cell) {
        lines.add("| | " + String.join(" | ", columns.stream().map(title).toList()) + " |");
        lines.add("|---|" + "--:|".repeat(columns.size()));
        for (String contender : options.contenders()) {
            List<String> cells = columns.stream()
                    .map(figure -> cell.apply(contender, figure))
                    .toList();
            lines.add("| " + contender + " | " + String.join(" | ", cells) + " |");
        }
    }
}
