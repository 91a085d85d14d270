package dev.sleuth.rpc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed. The numbers are those of the original sleuth, from 941 on our own. The trace holds the number
 * of each layer that the failure went through, the innermost first.
 */
public final class SleuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The config says something impossible, or its file cannot be read. */
    public static final int INITIALIZE = 904;
    /** The peer could not start: a socket could not be opened. */
    public static final int START = 905;
    /** There is no such interface. */
    public static final int INTERFACE = 907;
    /** The UDP port cannot be used. */
    public static final int PORT = 908;
    /** A payload does not begin with the group. */
    public static final int DISPATCH_HEADER = 914;
    /** A payload is neither a request nor a response. */
    public static final int DISPATCH_ACTION = 915;
    /** A URL's scheme is not {@code sleuth}. */
    public static final int SCHEME = 916;
    /** A response cannot be read. */
    public static final int RESPONSE_UNMARSHAL = 917;
    /** No peer offers the service. */
    public static final int UNKNOWN_SERVICE = 919;
    /** No answer came in time. */
    public static final int TIMEOUT = 920;
    /** A request cannot be read. */
    public static final int REQUEST_UNMARSHAL = 927;
    /** The request could not be sent to the peer. */
    public static final int REQUEST_WHISPER = 929;
    /** A payload is not gzip. */
    public static final int UNZIP = 932;
    /** Doing a request failed: the outer code of failures on a closed peer. */
    public static final int DO = 934;
    /** The peer is closed. */
    public static final int CLOSED = 935;
    /** Waiting for services took too long. */
    public static final int WAIT = 936;
    /** The peer that was asked is gone; whether it did what was asked is not known. */
    public static final int PEER_GONE = 941;
    /** The body is longer than the limit allows. */
    public static final int TOO_LARGE = 942;
    /** Too many calls are waiting for their answers. */
    public static final int TOO_MANY_CALLS = 943;
    /** The waiting thread was interrupted. */
    public static final int INTERRUPTED = 944;

    private final List<Integer> trace;

    /**
     * @param code what failed
     * @param message what failed, where, and what to do
     */
    public SleuthException(int code, String message) {
        this(List.of(code), message, null);
    }

    /**
     * @param trace the codes, the innermost first, as the original's traces are
     * @param cause may be null
     */
    public SleuthException(List<Integer> trace, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.trace = List.copyOf(trace);
    }

    /** The innermost code: what really failed. */
    public int code() {
        return trace.get(0);
    }

    /** All codes, the innermost first: {@code [935, 934]}. */
    public List<Integer> trace() {
        return trace;
    }

    /** The same failure, seen from a layer further out. */
    public SleuthException via(int code) {
        List<Integer> longer = new ArrayList<>(trace);
        longer.add(code);
        return new SleuthException(longer, String.valueOf(super.getMessage()), this);
    }

    @Override
    public String getMessage() {
        return super.getMessage() + " " + trace;
    }
}
