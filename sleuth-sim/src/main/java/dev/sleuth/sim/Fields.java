package dev.sleuth.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The keys and values at one place of a scenario's file, in the order of the file. */
final class Fields {
    private final Value place;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Value> keys = new LinkedHashMap<>();

    private Fields(Value place) {
        this.place = place;
    }

    /** Reads a mapping; a key that stands there twice is refused. */
    static Fields of(Value place) {
        if (!(place.node() instanceof MappingNode mapping)) {
            refuseGlued(place);
            throw place.error("keys with values belong here, not " + place.form());
        }
        Fields fields = new Fields(place);
        for (NodeTuple tuple : mapping.getValue()) {
            fields.add(tuple);
        }
        return fields;
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            throw new Value(place.file(), place.key(), tuple.getKeyNode())
                    .error("a key is a single word; write key: value");
        }
        String key = scalar.getValue();
        refuseGlued(new Value(place.file(), place.key(), scalar));
        String shown = key.matches("[\\w.-]{1,63}") ? key : Units.quote(key);
        String path = place.key().isEmpty() ? shown : place.key() + "." + shown;
        Value before = keys.put(key, new Value(place.file(), path, scalar));
        if (before != null) {
            int line = before.node().getStartMark().getLine() + 1;
            throw keys.get(key).error("this key stands here twice, first in line " + line + "; remove or rename one");
        }
        values.put(key, new Value(place.file(), path, tuple.getValueNode()));
    }

    /** {@code crash:echo-1} is one word for YAML. */
    private static void refuseGlued(Value place) {
        String right = place.node() instanceof ScalarNode scalar ? YamlTrouble.unglued(scalar.getValue()) : null;
        if (right != null) {
            throw place.error("there is no blank after the colon; write " + right);
        }
    }

    /** Refuses keys that are not {@code known}. */
    Fields allow(List<String> known) {
        keys.forEach((key, place) -> {
            if (!known.contains(key)) {
                throw place.error("unknown key; " + Nearest.hint(key, known));
            }
        });
        return this;
    }

    List<String> keys() {
        return new ArrayList<>(keys.keySet());
    }

    /** The place of a key itself, for errors about it. */
    Value key(String key) {
        return Objects.requireNonNull(keys.get(key), "one of keys()");
    }

    /** The value of a key that must be there. */
    Value get(String key) {
        Value value = values.get(key);
        if (value == null) {
            throw place.error("the key " + key + " is missing; add it");
        }
        return value;
    }

    /** The value of a key that may be left out. */
    Optional<Value> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    ScenarioException error(String message) {
        return place.error(message);
    }
}
