package dev.sleuth;

/** What is in hand and what waits in a peer. For any thread. */
record Queues(Handlers handlers, Unpacker unpacker, Turnstile turnstile, Notifier notifier) {
    /** Where something may wait. */
    enum Queue {
        /** Requests, for a thread that runs the handler. */
        HANDLERS,
        /** Large payloads, for the thread that decodes them. */
        DECODER,
        /** Calls, answers and messages, for their turn inside the peer. */
        TURNSTILE,
        /** What happened, for the listener and the log. */
        OBSERVATIONS
    }

    /** How many requests were taken and not answered yet. */
    int requests() {
        return handlers.inHand();
    }

    int waiting(Queue queue) {
        return switch (queue) {
            case HANDLERS -> handlers.waiting();
            case DECODER -> unpacker.waiting();
            case TURNSTILE -> turnstile.waiting();
            case OBSERVATIONS -> notifier.waiting();
        };
    }
}
