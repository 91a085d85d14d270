package dev.sleuth.sim.world.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.net.URI;
import java.util.Locale;

/** What Docker and its client throw, as one sentence that says what to do. Pure. */
final class Sentences {
    private static final String OTHERWISE = ", or use --world jvm";

    private Sentences() {}

    /**
     * A sentence for people.
     *
     * @param host where the engine was looked for
     * @param what it was asked to do, as in "Docker cannot .."
     */
    static String of(URI host, String what, Throwable thrown) {
        String all = texts(thrown).toLowerCase(Locale.ROOT);
        if (all.contains("permission denied") && !(thrown instanceof DockerException)) {
            return "Docker at " + host + " does not let " + System.getProperty("user.name")
                    + " in: join the group docker and log in anew" + OTHERWISE;
        }
        if (all.contains("no space left on device")) {
            return "Docker at " + host + " has no space left on its disk: make room, such as with docker system prune"
                    + OTHERWISE;
        }
        if (all.contains("address pool")) {
            return "Docker at " + host + " has no addresses left for another network: remove some that nobody uses,"
                    + " such as with docker network prune" + OTHERWISE;
        }
        if (thrown instanceof DockerException refused) {
            return "Docker at " + host + " cannot " + what + ": " + said(refused);
        }
        return "Docker does not answer at " + host + ": start it" + OTHERWISE;
    }

    /** All that was said, down to the first cause. */
    private static String texts(Throwable thrown) {
        StringBuilder texts = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            texts.append(each.getMessage()).append('\n');
        }
        return texts.toString();
    }

    /** {@code Status 409: {"message":"Conflict. .."}} in Docker's own words only. */
    private static String said(DockerException refused) {
        String text = String.valueOf(refused.getMessage()).strip();
        int from = text.indexOf("{\"message\":\"");
        if (from >= 0) {
            int end = text.lastIndexOf("\"}");
            text = text.substring(from + "{\"message\":\"".length(), end > from ? end : text.length());
        }
        return text.replace("\\n", " ").replaceAll("\\s+", " ").strip();
    }
}
