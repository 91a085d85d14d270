package dev.sleuth.sim;

import dev.sleuth.rpc.SleuthException;
import org.jspecify.annotations.Nullable;

/** What the numbers of failures mean, in the few words that fit into a report. */
final class ErrorWords {
    private ErrorWords() {}

    /** {@code error 920 (no answer in time)}; without words if a call does not fail that way. */
    static String of(int code) {
        String words = words(code);
        return "error " + code + (words == null ? "" : " (" + words + ")");
    }

    private static @Nullable String words(int code) {
        return switch (code) {
            case SleuthException.UNKNOWN_SERVICE -> "nobody offers it";
            case SleuthException.TIMEOUT -> "no answer in time";
            case SleuthException.REQUEST_WHISPER -> "could not be sent";
            case SleuthException.CLOSED -> "closed";
            case SleuthException.PEER_GONE -> "peer is gone";
            case SleuthException.TOO_LARGE -> "body too long";
            case SleuthException.TOO_MANY_CALLS -> "too many calls";
            case SleuthException.RESPONSE_UNMARSHAL -> "unreadable answer";
            default -> null;
        };
    }
}
