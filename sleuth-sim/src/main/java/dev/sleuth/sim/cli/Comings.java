package dev.sleuth.sim.cli;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Offer;
import dev.sleuth.zre.Cause;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints a line for each peer that comes or goes. */
final class Comings implements Consumer<Observation> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final boolean all;

    /** @param all also of those who offer nothing, as everybody who only makes a call */
    Comings(PrintStream out, boolean all) {
        this.out = out;
        this.all = all;
    }

    /** Synchronized, so that who holds the lock has its own lines first. */
    @Override
    public synchronized void accept(Observation seen) {
        String line = line(seen, all);
        if (line != null) {
            say(line);
        }
    }

    /** Prints a line of its own, with the time. */
    synchronized void say(String line) {
        out.println(LocalTime.now(ZoneId.systemDefault()).format(TIME) + "  " + line);
    }

    /** What is to be said; null if nothing is. */
    static @Nullable String line(Observation seen, boolean all) {
        if (seen instanceof Observation.Entered entered && counts(entered.member(), all)) {
            return "+ " + describe(entered.member());
        } else if (seen instanceof Observation.Exited exited && counts(exited.member(), all)) {
            return "- " + describe(exited.member()) + "  " + why(exited.cause());
        }
        return null;
    }

    private static boolean counts(Member member, boolean all) {
        return all || member.service() != null;
    }

    private static String describe(Member member) {
        return member.id() + "  " + offer(member.service(), member.version()) + "  " + member.endpoint();
    }

    /** {@code echo-service 1.2}; versions that are not told are left out. */
    static String offer(@Nullable String service, @Nullable String version) {
        if (service == null) {
            return "(no service)";
        }
        return version == null || version.equals(Offer.UNKNOWN_VERSION) ? service : service + " " + version;
    }

    private static String why(Cause cause) {
        return switch (cause) {
            case LEFT -> "left";
            case REFUSED -> "gone: refuses connections";
            case BROKEN -> "gone: the connection broke";
            case SILENT -> "gone: silent for too long";
            case RESTARTED -> "began again";
            case GAP -> "lost a message, begins again";
            case FULL -> "gone: reads too slowly";
            case MALFORMED -> "broke the protocol, begins again";
        };
    }
}
