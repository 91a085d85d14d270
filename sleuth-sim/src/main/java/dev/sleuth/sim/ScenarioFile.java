package dev.sleuth.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** A file on its way to YAML nodes. What is no scenario for sure is refused early, without reading all of it. */
final class ScenarioFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 10;

    private final Path path;

    private ScenarioFile(Path path) {
        this.path = path;
    }

    /** The root of the file's YAML. */
    static Value read(Path path) {
        ScenarioFile file = new ScenarioFile(path);
        String text = file.text(file.bytes());
        return new Value(path.toString(), "", file.compose(text));
    }

    private byte[] bytes() {
        if (path.toString().isEmpty()) {
            throw new ScenarioException("the name of the file is empty; name a scenario's file");
        }
        if (!Files.exists(path)) {
            throw error("there is no such file; check the path");
        }
        if (Files.isDirectory(path)) {
            throw error("this is a directory; name a scenario's file in it");
        }
        try (InputStream in = Files.newInputStream(path)) {
            // Of a pipe the size is not known beforehand, so it is counted while reading.
            byte[] bytes = Files.size(path) > MAX_BYTES ? null : in.readNBytes(MAX_BYTES + 1);
            if (bytes == null || bytes.length > MAX_BYTES) {
                throw error("this file is larger than 1 MiB; a scenario is a few lines of YAML, check the path");
            }
            return bytes;
        } catch (IOException e) {
            throw error("this file cannot be read (" + e.getClass().getSimpleName() + "); check its permissions");
        }
    }

    private String text(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw error("this is a binary file or not UTF-8; a scenario is YAML in UTF-8");
        }
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                throw error(
                        line, "there is a tab in column " + (i - text.lastIndexOf('\n', i)) + "; use spaces in YAML");
            }
            if (Character.isISOControl(c) && c != '\n' && c != '\r') {
                throw error(
                        line,
                        "this is a binary file (it holds character " + (int) c + "); a scenario is YAML in UTF-8");
            }
            line += c == '\n' ? 1 : 0;
        }
        return text;
    }

    private Node compose(String text) {
        try {
            refuseBombs(text);
            Node root = yaml().compose(new StringReader(text));
            if (root == null) {
                throw error("this file is empty; a scenario needs at least the keys name, lasts, peers and expect");
            }
            return root;
        } catch (MarkedYAMLException e) {
            YamlTrouble trouble = YamlTrouble.of(e, text);
            throw error(trouble.line(), "this is no YAML: " + trouble.what());
        } catch (YAMLException e) {
            throw error("this is no YAML: " + oneLine(e.getMessage()));
        }
    }

    /** A few lines of aliases of aliases, or many brackets, can take more memory or time than a machine has. */
    private void refuseBombs(String text) {
        int depth = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw error(
                        event.getStartMark().getLine() + 1,
                        "this is nested too deeply; check brackets and indentation");
            }
            if (event instanceof AliasEvent alias) {
                throw error(
                        alias.getStartMark().getLine() + 1,
                        "aliases (*" + alias.getAnchor() + ") are not supported; write it out");
            }
        }
    }

    private static Yaml yaml() {
        return new Yaml(new LoaderOptions());
    }

    private ScenarioException error(String message) {
        return new ScenarioException(path + ": " + message);
    }

    private ScenarioException error(int line, String message) {
        return new ScenarioException(path + ", line " + line + ": " + message);
    }

    private static String oneLine(@Nullable String text) {
        return text == null
                ? "it cannot be understood"
                : text.lines().findFirst().orElse("it cannot be understood");
    }
}
