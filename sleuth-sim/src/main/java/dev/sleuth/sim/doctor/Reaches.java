package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Reach;

/** What became of connections, in words. */
final class Reaches {
    private Reaches() {}

    static String text(Reach reach) {
        String detail = reach.detail().isEmpty() ? "" : " (" + reach.detail() + ")";
        return switch (reach.outcome()) {
            case ANSWERS -> "answers";
            case MUTE -> "takes connections and says nothing" + detail;
            case REFUSED -> "refuses connections" + detail;
            case SILENT -> "does not answer at all" + detail;
            case UNREACHABLE -> "cannot be reached" + detail;
            case UNKNOWN -> "was not waited for";
        };
    }
}
