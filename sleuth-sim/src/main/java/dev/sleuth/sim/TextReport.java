package dev.sleuth.sim;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A run's findings for people: each a sentence with the figure asked for and the figure seen. */
final class TextReport {
  private TextReport() {}

  static String of(Run run, boolean colour) {
    Ansi ansi = colour ? Ansi.ON : Ansi.OFF;
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(ansi),
            new Column(11, 0, Overflow.WRAP),
            new Column(43, 0, Overflow.WRAP),
            new Column(17, 1, Overflow.WRAP),
            new Column(28, 1, Overflow.WRAP));
    table.addRowValues("", "expected", "asked", "seen");
    for (Finding finding : run.verdict().findings()) {
      table.addRowValues(
          finding.passed() ? "@|green ok|@" : "@|bold,red FELL SHORT|@",
          finding.what(),
          finding.asked(),
          seen(finding));
    }
    String title = run.scenario().name() + ", " + run.world() + " world, seed " + run.scenario().seed();
    return title + "\n\n" + table + "\n" + conclusion(run, ansi) + "\n";
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
    String word =
        switch (run.verdict().result()) {
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
