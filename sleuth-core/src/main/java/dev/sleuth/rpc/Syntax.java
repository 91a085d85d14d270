package dev.sleuth.rpc;

/**
 * Which characters the parts of requests and responses are made of: RFC 9110. What is checked here cannot end a line
 * and begin another, wherever it is written: a log, a terminal, or an HTTP message that it is passed on with.
 */
final class Syntax {
    private static final String MARKS = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = tokenCharacters();
    private static final int SHOWN = 40;

    private Syntax() {}

    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[128];
        for (char c = 0; c < token.length; c++) {
            token[c] = Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0;
        }
        return token;
    }

    /** A method: RFC 9110, 9.1. */
    static void checkMethod(String method) {
        if (!isToken(method)) {
            throw new IllegalArgumentException("a method cannot be " + shown(method) + ": letters, digits and " + MARKS
                    + " are what it is made of");
        }
    }

    /** A field's name: RFC 9110, 5.1. */
    static void checkName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("a header field cannot be named " + shown(name)
                    + ": letters, digits and " + MARKS + " are what a name is made of");
        }
    }

    /** A field's value: RFC 9110, 5.5. */
    static void checkValue(String name, String value) {
        if (hasControl(value, true)) {
            throw new IllegalArgumentException(
                    "the header field " + shown(name) + " cannot be " + shown(value) + ": it has a control character");
        }
    }

    /** A URL: anything but control characters. */
    static void checkUrl(String url) {
        if (hasControl(url, false)) {
            throw new IllegalArgumentException("a URL cannot be " + shown(url) + ": it has a control character");
        }
    }

    /** A status: three digits, as in RFC 9110, 15. */
    static void checkStatus(int status) {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("a status cannot be " + status + ": it has three digits");
        }
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean hasControl(String text, boolean mayHaveTabs) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0x7F || (c < ' ' && !(mayHaveTabs && c == '\t'))) {
                return true;
            }
        }
        return false;
    }

    /** Short, in quotes and on one line: it may be a stranger's. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return shown.append(text.length() > SHOWN ? "..\"" : "\"").toString();
    }
}
