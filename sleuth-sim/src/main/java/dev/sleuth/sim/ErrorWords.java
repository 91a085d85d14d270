package dev.sleuth.sim;

import dev.sleuth.rpc.SleuthException;
import java.util.Map;

/** What the numbers of failures mean, in the few words that fit into a report. */
final class ErrorWords {
    private static final Map<Integer, String> WORDS = Map.of(
            SleuthException.UNKNOWN_SERVICE, "nobody offers it",
            SleuthException.TIMEOUT, "no answer in time",
            SleuthException.REQUEST_WHISPER, "could not be sent",
            SleuthException.CLOSED, "closed",
            SleuthException.PEER_GONE, "peer is gone",
            SleuthException.TOO_LARGE, "body too long",
            SleuthException.TOO_MANY_CALLS, "too many calls",
            SleuthException.RESPONSE_UNMARSHAL, "unreadable answer");

    private ErrorWords() {}

    /** {@code error 920 (no answer in time)}; without words if a call does not fail that way. */
    static String of(int code) {
        String words = WORDS.get(code);
        return "error " + code + (words == null ? "" : " (" + words + ")");
    }
}
