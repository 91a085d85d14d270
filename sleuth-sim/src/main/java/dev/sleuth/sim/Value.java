package dev.sleuth.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a scenario's file. It knows where it stands, so that every error names the place.
 *
 * @param key the way to it: {@code steps[2].at}, counted from 1; empty for the whole file
 */
record Value(String file, String key, Node node) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** The error at this place. */
    ScenarioException error(String message) {
        String where = key.isEmpty() ? "" : ", " + key;
        return new ScenarioException(file + ", line " + (node.getStartMark().getLine() + 1) + where + ": " + message);
    }

    /** A text that is not empty. */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw error("a single value belongs here, not " + form());
        }
        if (empty()) {
            throw error("nothing is written here; write a value or leave the key out");
        }
        return scalar.getValue();
    }

    /** A word that names something. */
    String name() {
        String name = text();
        if (!NAME.matcher(name).matches()) {
            throw error(Units.quote(name) + " is no name; write up to 63 letters, digits, and . _ - after the first");
        }
        return name;
    }

    long time() {
        return parse(Units::time);
    }

    double rate() {
        return parse(Units::rate);
    }

    double percent() {
        return parse(Units::percent);
    }

    /** A share that may be more than all: 3 for {@code 300%}. */
    double multiple() {
        return parse(Units::multiple);
    }

    int bytes() {
        return parse(Units::bytes);
    }

    long whole(long min, long max) {
        return parse(text -> Units.whole(text, min, max));
    }

    /** A number such as {@code 1.25}, from {@code min} to {@code max}, in hundredths. */
    long hundredths(long min, long max) {
        return parse(text -> Units.hundredths(text, min, max));
    }

    /** Expects exactly this word. */
    void word(String only) {
        if (!text().equals(only)) {
            throw error(Units.quote(text()) + " is not known here; write " + only);
        }
    }

    /** One of several names. */
    String oneOf(Collection<String> known, String noun) {
        String text = text();
        if (!known.contains(text)) {
            throw error(Units.quote(text) + " is no " + noun + "; " + Nearest.hint(text, known));
        }
        return text;
    }

    /** The elements of a list. */
    List<Value> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw error("a list belongs here (lines that begin with -), not " + form());
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Value(file, key + "[" + (items.size() + 1) + "]", item));
        }
        return items;
    }

    boolean empty() {
        return node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
    }

    String form() {
        return switch (node.getNodeId()) {
            case mapping -> "keys with values";
            case sequence -> "a list";
            default -> empty() ? "nothing" : "a single value";
        };
    }

    private <T> T parse(Function<String, T> parser) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }
}
