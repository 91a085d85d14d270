package dev.sleuth.rpc;

import dev.sleuth.zre.PeerId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller's URL leads.
 *
 * @param peer the one peer that is to answer; null for whoever's turn it is
 * @param service what it has to offer; empty, which needs a peer, for whatever that peer offers, be it nothing
 * @param path the rest of the URL as it was written, query and fragment with it; at least {@code /}
 */
public record Target(@Nullable PeerId peer, String service, String path) {
    private static final String SCHEME = "sleuth://";
    private static final Pattern WITH_DASHES = Pattern.compile("[^-]{8}(-[^-]{4}){3}-[^-]{12}");

    /**
     * Reads {@code sleuth://service/path?query#fragment}, or {@code sleuth://uuid@service/path}: one peer, by its 32
     * hexadecimal digits with or without the dashes of a UUID. Only then the service may be empty.
     *
     * @throws SleuthException 916 if it is anything else
     */
    public static Target parse(String url) {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new SleuthException(
                    SleuthException.SCHEME,
                    "a URL begins with " + SCHEME + ", not as " + url + "; write sleuth://SERVICE/PATH");
        }
        int begin = SCHEME.length();
        int end = begin;
        int at = -1;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            if (url.charAt(end) == '@') {
                at = end;
            }
            end++;
        }
        PeerId peer = at < 0 ? null : peer(url, url.substring(begin, at));
        String service = url.substring(at < 0 ? begin : at + 1, end);
        if (service.isEmpty() && peer == null) {
            throw new SleuthException(SleuthException.SCHEME, "no service is named in " + url);
        }
        String rest = url.substring(end);
        return new Target(peer, service, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static PeerId peer(String url, String uuid) {
        try {
            return PeerId.parse(WITH_DASHES.matcher(uuid).matches() ? uuid.replace("-", "") : uuid);
        } catch (IllegalArgumentException broken) {
            throw new SleuthException(
                    SleuthException.SCHEME,
                    "before the @ stands a peer's whole identity, 32 hexadecimal digits, which is not so in " + url);
        }
    }
}
