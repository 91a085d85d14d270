package dev.sleuth.sim;

import dev.sleuth.sim.journal.Detection;
import dev.sleuth.sim.journal.Entry;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/**
 * A run's findings for people: each a sentence, and below it the figure asked for and the figure seen. Beside each
 * other they would be too wide for a terminal.
 */
final class TextReport {
    private static final int MARK = 12;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 100;

    private TextReport() {}

    static String of(Run run, boolean colour, int columns) {
        Ansi ansi = colour ? Ansi.ON : Ansi.OFF;
        int width = Math.max(NARROWEST, Math.min(columns, WIDEST));
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(ansi),
                new Column(MARK, 0, Overflow.WRAP),
                new Column(width - MARK, 0, Overflow.WRAP));
        for (Finding finding : run.verdict().findings()) {
            table.addRowValues(finding.passed() ? "@|green ok|@" : "@|bold,red FELL SHORT|@", finding.what());
            table.addRowValues("", "asked: " + finding.asked() + "; seen: " + seen(finding));
        }
        figures(run.journal().entries(), table);
        String title = run.scenario().name() + ", " + run.world() + " world, seed "
                + run.scenario().seed();
        return title + "\n\n" + table + "\n" + conclusion(run, ansi) + "\n";
    }

    /** What nobody need have asked for, but everybody wants to know. */
    private static void figures(List<Entry> entries, TextTable table) {
        for (Detection one : Detection.of(entries)) {
            String noun = one.how().equals("leave") ? "leaving" : one.how().equals("freeze") ? "freezing" : "crash";
            table.addRowValues(
                    "noticed",
                    "the " + noun + " of " + one.peer() + " at " + Figures.time(one.at()) + ": after "
                            + Figures.time(one.median()) + " (median), " + Figures.time(one.max()) + " (last of "
                            + one.delays().size() + ")");
        }
        long calls = 0;
        long attempts = 0;
        long failed = 0;
        for (Entry entry : entries) {
            if (entry instanceof Entry.Called call) {
                calls++;
                attempts += call.attempts();
                failed += call.failed() ? 1 : 0;
            }
        }
        if (calls > 0) {
            table.addRowValues(
                    "calls",
                    Figures.count(calls, "call") + ", " + Figures.count(attempts, "attempt") + ", "
                            + String.format(Locale.ROOT, "%,d failed", failed));
        }
    }

    private static String seen(Finding finding) {
        return finding.passed() || finding.line() == 0
                ? finding.seen()
                : finding.seen() + " [journal line " + finding.line() + "]";
    }

    private static String conclusion(Run run, Ansi ansi) {
        List<Finding> findings = run.verdict().findings();
        long held = findings.stream().filter(Finding::passed).count();
        String tally = held + " of " + findings.size() + " hold";
        String word = switch (run.verdict().result()) {
            case PASSED -> "@|bold,green PASSED|@" + ": " + tally;
            case FAILED -> "@|bold,red FAILED|@" + ": " + tally;
            case INCONCLUSIVE -> "@|bold,yellow INCONCLUSIVE|@" + ": " + stalled(run);
        };
        return ansi.string(word) + "\njournal " + run.verdict().hash();
    }

    /** Why a run tells nothing. */
    static String stalled(Run run) {
        return String.format(
                Locale.ROOT,
                "the machine stood still for %s, a run bears less than %s (%s)",
                Figures.time(Judge.longestStall(run.journal())),
                Figures.exactTime(Judge.STALL),
                Figures.count(run.attempts(), "attempt"));
    }
}
