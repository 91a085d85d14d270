package dev.sleuth.sim.doctor;

/**
 * Something that was found.
 *
 * @param code a fixed word for programs
 * @param wrong whether it keeps peers from seeing each other; otherwise it may be as somebody wants it
 * @param sentence what it is, with what was seen
 * @param remedy what to do about it
 */
public record Finding(String code, boolean wrong, String sentence, String remedy) {
    static Finding fault(String code, String sentence, String remedy) {
        return new Finding(code, true, sentence, remedy);
    }

    static Finding hint(String code, String sentence, String remedy) {
        return new Finding(code, false, sentence, remedy);
    }
}
