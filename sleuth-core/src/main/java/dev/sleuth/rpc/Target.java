package dev.sleuth.rpc;

/**
 * Where a caller's URL leads.
 *
 * @param service who is to answer
 * @param path the rest of the URL as it was written, query and fragment with it; at least {@code /}
 */
public record Target(String service, String path) {
    private static final String SCHEME = "sleuth://";

    /**
     * Reads {@code sleuth://service/path?query#fragment}.
     *
     * @throws SleuthException 916 if it is anything else
     */
    public static Target parse(String url) {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new SleuthException(SleuthException.SCHEME, "a URL begins with " + SCHEME + ", not as " + url);
        }
        int end = SCHEME.length();
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String service = url.substring(SCHEME.length(), end);
        if (service.isEmpty()) {
            throw new SleuthException(SleuthException.SCHEME, "no service is named in " + url);
        }
        String rest = url.substring(end);
        return new Target(service, rest.startsWith("/") ? rest : "/" + rest);
    }
}
