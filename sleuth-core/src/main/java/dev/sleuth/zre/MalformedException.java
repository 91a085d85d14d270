package dev.sleuth.zre;

/** Bytes that are not what they should be. Carries no stack trace: a stranger's rubbish must be cheap to refuse. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
