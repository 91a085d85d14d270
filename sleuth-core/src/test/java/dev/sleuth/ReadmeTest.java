package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the page about metrics show is what a reader pastes first. */
@Timeout(60)
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path METRICS = Path.of("..", "docs", "metrics.md");
    private static final Pattern SNIPPET = Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    @TempDir
    Path classes;

    @Test
    void its_java_compiles_as_it_stands_there() throws IOException {
        assertThat(compile(README)).as("a service and a client").isGreaterThanOrEqualTo(2);
    }

    @Test
    void the_java_of_the_page_about_metrics_compiles_and_prometheus_gets_what_happened() throws Exception {
        assertThat(compile(METRICS)).as("metrics and traces").isEqualTo(2);
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                Lab lab = new Lab()) {
            Sleuth client = lab.join(lab.client());
            lab.join(lab.service("tea", request -> Response.of(204)));
            Method serve = loader.loadClass("MeasuredService").getDeclaredMethod("serve", Sleuth.class, int.class);
            serve.setAccessible(true);
            HttpServer server = (HttpServer) serve.invoke(null, client, 0);
            client.waitFor(Lab.SOON, "tea");
            client.send(Request.get("sleuth://tea/"));
            try {
                HttpResponse<String> page = scraped(server);
                assertThat(page.headers().firstValue("Content-Type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
                assertThat(page.body())
                        .contains(
                                "sleuth_client_calls_seconds_count{method=\"GET\",outcome=\"success\",service=\"tea\",status=\"204\"} 1");
            } finally {
                server.stop(0);
            }
        }
    }

    private static HttpResponse<String> scraped(HttpServer server) throws IOException, InterruptedException {
        URI page = URI.create("http://localhost:" + server.getAddress().getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns how many there are. */
    private int compile(Path page) throws IOException {
        List<JavaFileObject> sources = snippets(page);
        StringWriter complaints = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:-options");
        boolean compiled =
                javac.getTask(complaints, null, null, options, null, sources).call();
        assertThat(compiled).as(complaints.toString()).isTrue();
        return sources.size();
    }

    private static List<JavaFileObject> snippets(Path page) throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(Files.readString(page));
        while (snippet.find()) {
            sources.add(source(snippet.group(1)));
        }
        return sources;
    }

    private static JavaFileObject source(String text) {
        Matcher name = CLASS.matcher(text);
        assertThat(name.find()).as("each snippet is a whole class: " + text).isTrue();
        URI uri = URI.create("readme:///" + name.group(1) + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
