package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
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
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what a reader pastes first. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern SNIPPET = Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    @TempDir
    Path classes;

    @Test
    void its_java_compiles_as_it_stands_there() throws IOException {
        List<JavaFileObject> sources = snippets();
        assertThat(sources).as("a service and a client").hasSizeGreaterThanOrEqualTo(2);
        StringWriter complaints = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:-options");
        boolean compiled =
                javac.getTask(complaints, null, null, options, null, sources).call();
        assertThat(compiled).as(complaints.toString()).isTrue();
    }

    private static List<JavaFileObject> snippets() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(Files.readString(README));
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
