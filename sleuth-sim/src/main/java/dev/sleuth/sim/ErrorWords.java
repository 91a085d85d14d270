package dev.sleuth.sim;

import dev.sleuth.rpc.SleuthException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the numbers of failures mean, in the few words that fit beside them; docs/errors.md tells more. */
public final class ErrorWords {
    private ErrorWords() {}

    /** {@code error 920 (no answer in time)}; without words if it is no number of ours. */
    public static String of(int code) {
        String words = words(code);
        return "error " + code + (words == null ? "" : " (" + words + ")");
    }

    /** What failed, on one line: {@code no peer offers orders [919 nobody offers it, 934 a call failed]}. */
    public static String sentence(SleuthException e) {
        String message = String.valueOf(e.getMessage());
        String numbers = " " + e.trace();
        String words = e.trace().stream()
                .map(code -> words(code) == null ? code.toString() : code + " " + words(code))
                .collect(Collectors.joining(", ", " [", "]"));
        String said = message.endsWith(numbers) ? message.substring(0, message.length() - numbers.length()) : message;
        return said.strip().replaceAll("\\s*\\R\\s*", " ") + words;
    }

    private static @Nullable String words(int code) {
        return switch (code) {
            case SleuthException.INITIALIZE -> "impossible configuration";
            case SleuthException.START -> "cannot start";
            case SleuthException.INTERFACE -> "no such interface";
            case SleuthException.PORT -> "UDP port not usable";
            case SleuthException.DISPATCH_HEADER -> "not of this group";
            case SleuthException.DISPATCH_ACTION -> "neither request nor answer";
            case SleuthException.SCHEME -> "not a sleuth URL";
            case SleuthException.RESPONSE_UNMARSHAL -> "unreadable answer";
            case SleuthException.UNKNOWN_SERVICE -> "nobody offers it";
            case SleuthException.TIMEOUT -> "no answer in time";
            case SleuthException.REQUEST_UNMARSHAL -> "unreadable request";
            case SleuthException.REQUEST_WHISPER -> "could not be sent";
            case SleuthException.UNZIP -> "not gzip";
            case SleuthException.DO -> "a call failed";
            case SleuthException.CLOSED -> "closed";
            case SleuthException.WAIT -> "waited too long";
            case SleuthException.PEER_GONE -> "peer is gone";
            case SleuthException.TOO_LARGE -> "body too long";
            case SleuthException.TOO_MANY_CALLS -> "too many calls";
            case SleuthException.INTERRUPTED -> "interrupted";
            default -> null;
        };
    }
}
