package dev.sleuth;

import dev.sleuth.rpc.Observation;

/** Who is there right now, for any thread to read, and to wait on this object for a change. */
final class Outlook {
    private volatile View view = View.EMPTY;

    View view() {
        return view;
    }

    /** Makes the next view; to be called inside the turnstile. */
    @SuppressWarnings("ReferenceEquality") // The same object says that nothing has changed.
    void observed(Observation observation) {
        View next = view.after(observation);
        if (next != view) {
            synchronized (this) {
                view = next;
                notifyAll();
            }
        }
    }

    /** Wakes who waits, so that they see that the end has begun. */
    synchronized void wake() {
        notifyAll();
    }
}
