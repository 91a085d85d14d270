package dev.sleuth;

/** What strangers write, made fit for a log: they must not write lines of their own into it, or long ones. */
final class Harmless {
    private static final int MOST_LETTERS = 200;

    private Harmless() {}

    /** The same, not too long, and with question marks for what is no visible character. */
    static String text(Object something) {
        String text = String.valueOf(something);
        String whole = text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "...";
        return whole.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
