package dev.sleuth.sim.cli;

import dev.sleuth.sim.journal.Entry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Progress on a terminal: one line that is redrawn a few times a second. */
final class StatusLine implements Progress {
    private static final long REDRAW_MILLIS = 100;

    private final Terminal terminal;
    private final long lasts;
    private final ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "status-line");
        thread.setDaemon(true);
        return thread;
    });
    private long at;
    private long calls;
    private long failed;
    private String step = "";

    /** @param lasts how long the run is planned to last, in nanoseconds */
    StatusLine(Terminal terminal, long lasts) {
        this.terminal = terminal;
        this.lasts = lasts;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A line that is not redrawn is all that can go wrong.
    static StatusLine start(Terminal terminal, long lasts) {
        StatusLine line = new StatusLine(terminal, lasts);
        line.redraw.scheduleWithFixedDelay(line::draw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        return line;
    }

    @Override
    public synchronized void accept(Entry entry) {
        at = Math.max(at, entry.at());
        if (entry instanceof Entry.Called call) {
            calls++;
            failed += call.failed() ? 1 : 0;
        } else if (entry instanceof Entry.Stepped stepped) {
            step = stepped.story();
        }
    }

    @Override
    public synchronized void close() {
        redraw.shutdownNow();
        terminal.out().print(Terminal.ERASE);
        terminal.out().flush();
    }

    synchronized void draw() {
        if (!redraw.isShutdown()) {
            terminal.out().print(Terminal.ERASE + text());
            terminal.out().flush();
        }
    }

    /** Never as wide as the terminal: a full line would wrap, and then could not be erased. */
    synchronized String text() {
        String text =
                String.format("%s of %s  %s", Texts.seconds(at), Texts.seconds(lasts), Texts.calls(calls, failed));
        String line = step.isEmpty() ? text : text + "  " + step;
        return line.length() < terminal.columns() ? line : line.substring(0, terminal.columns() - 1);
    }
}
