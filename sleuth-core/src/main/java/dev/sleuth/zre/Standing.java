package dev.sleuth.zre;

import java.util.List;

/** Whether we are in our group. RFC 36: HELLO, JOIN and LEAVE carry a count of its changes, in one byte that wraps. */
final class Standing {
    private final String group;
    private boolean joined = true;
    /** The first HELLO says that we joined the group that it names. */
    private int status = 1;

    Standing(String group) {
        this.group = group;
    }

    /** The groups that we are in. */
    List<String> groups() {
        return joined ? List.of(group) : List.of();
    }

    int status() {
        return status;
    }

    /** Returns false if that is so already: what is no change must not be told, for it has no number. */
    boolean change(boolean in) {
        if (joined == in) {
            return false;
        }
        joined = in;
        status = (status + 1) & 0xFF;
        return true;
    }

    /** What tells the last change. */
    Message word(int sequence) {
        return joined ? new Message.Join(sequence, group, status) : new Message.Leave(sequence, group, status);
    }
}
