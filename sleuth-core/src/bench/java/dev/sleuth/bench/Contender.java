package dev.sleuth.bench;

/**
 * One way to have 100 bytes echoed by another process. What it starts lives as long as its process, so nothing needs to
 * be closed.
 */
interface Contender {
    /** The word that picks it on the command line and that names its row. */
    String name();

    /** Starts the echo in this process. */
    Server serve() throws Exception;

    /** Reaches the echo from this process; calls may be made as soon as this returns. */
    Client connect(String address) throws Exception;

    /** A running echo. */
    interface Server {
        /** What {@link Contender#connect} needs to find it; one line. */
        String address();
    }

    /** The calling side. */
    interface Client {
        /**
         * Sends a body and waits for the answer's. Many threads may be in here at once, unless {@link #load} is
         * replaced.
         */
        byte[] call(byte[] body) throws Exception;

        /** Keeps so many calls going for so long, and tells how it went. */
        default Window load(int callers, long millis, byte[] body) throws Exception {
            return BlockingCallers.run(this, callers, millis, body);
        }
    }
}
