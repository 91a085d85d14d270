package dev.sleuth;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The first so many different names that come, and no more: strangers choose them, and each would cost memory. */
final class Names {
    private static final int MOST_LETTERS = 100;

    private final int most;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    Names(int most) {
        this.most = most;
    }

    /** Whether it is one of them, or is from now on. */
    boolean admit(String name) {
        return has(name) || (names.size() < most && name.length() <= MOST_LETTERS && names.add(name));
    }

    boolean has(String name) {
        return names.contains(name);
    }
}
