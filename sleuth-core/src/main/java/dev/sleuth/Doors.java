package dev.sleuth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The addresses that a ROUTER is bound to, all at the same TCP port, because a beacon tells only one. Whoever may use
 * the socket may use this.
 */
final class Doors {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    /** A port that is free at one address may be taken at another. */
    private static final int ATTEMPTS = 20;

    private final ZMQ.Socket router;
    private final int port;
    /** The endpoint that the socket knows each host by. */
    private final Map<String, String> endpoints = new LinkedHashMap<>();
    /** Complained about already. */
    private final Set<String> taken = new LinkedHashSet<>();

    private Doors(ZMQ.Socket router, String first) {
        this.router = router;
        String endpoint = bind("tcp://" + first + ":*");
        this.port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        endpoints.put(first, endpoint);
    }

    /**
     * A socket bound to all of {@code hosts}; if no port can be found that is free at each, then to the first and
     * whatever else is possible.
     *
     * @throws ZMQException if not even the first can be had
     */
    static Doors open(Supplier<ZMQ.Socket> sockets, List<String> hosts) {
        for (int left = ATTEMPTS; ; left--) {
            ZMQ.Socket router = sockets.get();
            try {
                Doors doors = new Doors(router, hosts.get(0));
                List<String> missing = doors.bindMissing(hosts);
                if (missing.isEmpty() || left == 1) {
                    missing.forEach(doors::complain);
                    return doors;
                }
            } catch (RuntimeException cannot) {
                router.close();
                throw cannot;
            }
            router.close();
        }
    }

    ZMQ.Socket router() {
        return router;
    }

    int port() {
        return port;
    }

    List<String> hosts() {
        return List.copyOf(endpoints.keySet());
    }

    /** Binds to these hosts and no others; returns those where that was possible. */
    List<String> moveTo(List<String> hosts) {
        for (String host : hosts()) {
            if (!hosts.contains(host)) {
                router.unbind(endpoints.remove(host));
            }
        }
        List<String> missing = bindMissing(hosts);
        missing.forEach(this::complain);
        taken.retainAll(missing);
        return hosts();
    }

    private List<String> bindMissing(List<String> hosts) {
        List<String> missing = new ArrayList<>();
        for (String host : hosts) {
            if (endpoints.containsKey(host)) {
                continue;
            }
            try {
                endpoints.put(host, bind("tcp://" + host + ":" + port));
            } catch (ZMQException cannot) {
                missing.add(host);
            }
        }
        return missing;
    }

    private String bind(String endpoint) {
        router.bind(endpoint);
        return router.getLastEndpoint();
    }

    private void complain(String host) {
        if (taken.add(host)) {
            LOG.warn(
                    "the TCP port {} cannot be had at {} now, so nobody is spoken to there; it is tried again twice a second",
                    port,
                    host);
        }
    }
}
