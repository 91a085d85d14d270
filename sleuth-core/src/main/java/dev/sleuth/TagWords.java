package dev.sleuth;

import java.util.List;
import java.util.Set;

/** The words that calls are sorted by in metrics. Others choose methods and statuses; these words are few. */
final class TagWords {
    /** What there are too many of, or what nobody knows. */
    static final String OTHER = "OTHER";

    static final String NONE = "none";
    static final String SUCCESS = "success";
    static final String REFUSED = "refused";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

    /** Those that IANA has registered. */
    private static final List<Integer> REGISTERED = List.of(
            100, 101, 102, 103, 104, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305,
            307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418,
            421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511);

    private static final int STATUSES = 1_000;
    private static final String[] STATUS = new String[STATUSES];

    static {
        for (int status = 0; status < STATUSES; status++) {
            STATUS[status] = REGISTERED.contains(status) ? Integer.toString(status) : status / 100 + "xx";
        }
    }

    private TagWords() {}

    static String method(String method) {
        return METHODS.contains(method) ? method : OTHER;
    }

    /** Its number if it is a registered one, or its class such as {@code 2xx}. */
    static String status(int status) {
        return STATUS[status];
    }

    /** What a status says in a word. */
    static String outcome(int status) {
        if (status < 400) {
            return SUCCESS;
        }
        return status < 500 ? "client-error" : "server-error";
    }
}
