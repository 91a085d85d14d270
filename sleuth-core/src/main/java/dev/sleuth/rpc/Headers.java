package dev.sleuth.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header fields of requests and responses: kept in order and in the case they were given, found in any case. */
final class Headers {
    private Headers() {}

    /**
     * An unmodifiable copy, deep and in the same order.
     *
     * @throws IllegalArgumentException if HTTP has no such name or value
     */
    static Map<String, List<String>> copy(Map<String, List<String>> headers) {
        if (headers.isEmpty()) {
            return Collections.emptyMap();
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, checked(name, values)));
        return Collections.unmodifiableMap(copy);
    }

    private static List<String> checked(String name, List<String> values) {
        Syntax.checkName(name);
        List<String> copy = List.copyOf(values);
        for (String value : copy) {
            Syntax.checkValue(name, value);
        }
        return copy;
    }

    /** A copy with one more value of a field. */
    static Map<String, List<String>> with(Map<String, List<String>> headers, String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        String present = present(headers, name);
        List<String> values = new ArrayList<>(headers.getOrDefault(present, List.of()));
        values.add(value);
        more.put(present, values);
        return more;
    }

    /** The first value of a field; null if there is none. */
    static @Nullable String first(Map<String, List<String>> headers, String name) {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && !header.getValue().isEmpty()) {
                return header.getValue().get(0);
            }
        }
        return null;
    }

    /** All values of a field, in whatever case its name was written, and if it was written in several. */
    static List<String> all(Map<String, List<String>> headers, String name) {
        List<String> all = new ArrayList<>();
        headers.forEach((written, values) -> {
            if (written.equalsIgnoreCase(name)) {
                all.addAll(values);
            }
        });
        return List.copyOf(all);
    }

    private static String present(Map<String, List<String>> headers, String name) {
        if (!headers.containsKey(name)) {
            for (String present : headers.keySet()) {
                if (present.equalsIgnoreCase(name)) {
                    return present;
                }
            }
        }
        return name;
    }
}
