package dev.sleuth.zre;

/** When the machine wants to be woken: never later than its earliest timer. Earlier only costs an idle tick. */
final class Alarm {
    private long due;

    Alarm(long due) {
        this.due = due;
    }

    long due() {
        return due;
    }

    void wake(long at) {
        due = Math.min(due, at);
    }

    /** Forgets everything: whoever still wants to be woken must say so again. */
    void clear() {
        due = Long.MAX_VALUE;
    }
}
