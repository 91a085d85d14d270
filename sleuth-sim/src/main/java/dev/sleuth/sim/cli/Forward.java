package dev.sleuth.sim.cli;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Passes requests on to an HTTP server, and its answers back: method, path, query, header fields, status and body. */
final class Forward implements Handler {
    /** About one connection alone: RFC 9110, 7.6.1. */
    private static final List<String> HOP_BY_HOP = List.of(
            "Connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade");
    /** What the client makes anew, of the URL and the body. */
    private static final List<String> MADE_ANEW = List.of("Host", "Content-Length", "Expect");

    private static final String NOT_IN_QUERY = "\"<>\\^`{|}\u007f";
    private static final String NOT_IN_PATH = NOT_IN_QUERY + "[]";

    private final URI base;
    private final Duration timeout;
    private final int maxBody;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    /**
     * @param base what {@link #base} has read
     * @param timeout how long the server may take until the whole answer is there
     * @param maxBody the longest body of an answer, in bytes
     */
    Forward(URI base, Duration timeout, int maxBody) {
        this.base = base;
        this.timeout = timeout;
        this.maxBody = maxBody;
    }

    /**
     * Reads where to forward to.
     *
     * @throws CannotRun if nothing can be forwarded there
     */
    static URI base(String url) {
        try {
            URI base = URI.create(url);
            boolean http = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
            if (http && base.getHost() != null && base.getRawQuery() == null && base.getRawFragment() == null) {
                return base;
            }
        } catch (IllegalArgumentException notAUrl) {
            // Told below.
        }
        throw new CannotRun("--forward " + url + ": write a server's URL such as http://localhost:8080 or"
                + " http://localhost:8080/api");
    }

    @Override
    public Response handle(Request request) {
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = client.sendAsync(outgoing(request), head -> new BoundedBody(maxBody));
        } catch (IllegalArgumentException impossible) {
            return failure(400, "this request cannot be passed on: " + Texts.oneLine(impossible.getMessage()));
        }
        try {
            return incoming(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException slow) {
            answer.cancel(true);
            return tooSlow();
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof HttpTimeoutException
                    ? tooSlow()
                    : unreachable(Objects.requireNonNullElse(failed.getCause(), failed));
        } catch (InterruptedException leaving) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return failure(503, "this peer is leaving");
        }
    }

    private HttpRequest outgoing(Request request) {
        HttpRequest.Builder outgoing = HttpRequest.newBuilder(target(request.url()));
        byte[] body = request.body();
        outgoing.method(
                request.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        passed(request.headers(), MADE_ANEW)
                .forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
        return outgoing.build();
    }

    /** Whatever a caller writes: it stays on the server that was named. */
    private URI target(String url) {
        String root = base.getScheme() + "://" + base.getRawAuthority();
        String prefix = base.getRawPath().replaceAll("/+$", "");
        int fragment = url.indexOf('#');
        String path = fragment < 0 ? url : url.substring(0, fragment);
        return URI.create(root + prefix + encoded(path.startsWith("/") ? path : "/" + path));
    }

    /** As it is, but for characters that cannot stand in a URL: callers need not have encoded them. */
    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        boolean inQuery = false;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            inQuery |= b == '?';
            if (b <= ' ' || (inQuery ? NOT_IN_QUERY : NOT_IN_PATH).indexOf(b) >= 0) {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    private Response incoming(HttpResponse<byte[]> answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        passed(answer.headers().map(), List.of())
                .forEach((name, values) -> headers.put(
                        canonical(name), values.stream().map(Forward::text).toList()));
        // The client has refused whatever is no HTTP.
        return new Response(answer.statusCode(), headers, answer.body());
    }

    /** The client makes a character of each byte; most servers mean UTF-8 if they go beyond ASCII. */
    private static String text(String value) {
        boolean ascii = value.chars().allMatch(c -> c < 0x80);
        try {
            return ascii
                    ? value
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString();
        } catch (CharacterCodingException latin) {
            return value;
        }
    }

    /**
     * {@code Content-Type} for {@code content-type}: the client makes names lower-case, and callers in Go would not
     * find them.
     */
    private static String canonical(String name) {
        StringBuilder canonical = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-') {
                canonical.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return canonical.toString();
    }

    /** All but {@code not} and what is about one connection; the field {@code Connection} may name more of that. */
    private static Map<String, List<String>> passed(Map<String, List<String>> headers, List<String> not) {
        Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        dropped.addAll(HOP_BY_HOP);
        dropped.addAll(not);
        headers.forEach((name, values) -> {
            if (name.equalsIgnoreCase("Connection")) {
                values.forEach(value -> dropped.addAll(List.of(value.strip().split("\\s*,\\s*"))));
            }
        });
        Map<String, List<String>> passed = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            if (!dropped.contains(name)) {
                passed.put(name, new ArrayList<>(values));
            }
        });
        return passed;
    }

    private Response tooSlow() {
        return failure(504, base + " has not answered within " + Texts.seconds(timeout.toNanos()));
    }

    private Response unreachable(Throwable cause) {
        if (cause instanceof BoundedBody.TooLong) {
            return failure(
                    502, base + " answered with more than " + maxBody + " bytes, which is more than can be sent");
        }
        // The client's own ConnectException says nothing.
        String why = cause.getMessage() == null && cause instanceof ConnectException
                ? "it refuses connections"
                : Texts.oneLine(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        return failure(502, base + " cannot be reached: " + why);
    }

    private static Response failure(int status, String why) {
        return Response.of(status)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody("sleuth: " + why + "\n");
    }
}
