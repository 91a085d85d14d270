package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a peer offers.
 *
 * @param service the service's name; null for a peer that only calls
 * @param version its version; null if none is told
 */
public record Offer(@Nullable String service, @Nullable String version) {
    /** What a peer that tells no version is listed with. */
    public static final String UNKNOWN_VERSION = "unknown";

    static final String GROUP = "group";
    static final String NODE = "node";
    static final String TYPE = "type";
    static final String VERSION = "version";

    boolean present() {
        return service != null;
    }

    /** What HELLO tells about it: a peer that only calls has no headers. */
    Map<String, String> headers(String group, PeerId id) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (present()) {
            headers.put(GROUP, group);
            headers.put(NODE, id.toString());
            headers.put(TYPE, service);
            headers.put(VERSION, version == null ? UNKNOWN_VERSION : version);
        }
        return headers;
    }
}
