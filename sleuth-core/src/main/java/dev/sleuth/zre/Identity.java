package dev.sleuth.zre;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who a node is.
 *
 * @param id its identity
 * @param port the TCP port of its ROUTER
 * @param group the one group that it joins
 * @param headers what its HELLO tells about it, in order
 */
public record Identity(PeerId id, int port, String group, Map<String, String> headers) {
    public Identity {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
