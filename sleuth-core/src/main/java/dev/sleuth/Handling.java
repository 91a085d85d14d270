package dev.sleuth;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;

/** One peer's handler, which knows the threads that are at it: they may still call when the peer leaves. */
final class Handling implements Handler {
    private final Handler handler;
    private final ThreadLocal<Boolean> here = new ThreadLocal<>();

    Handling(Handler handler) {
        this.handler = handler;
    }

    @Override
    public Response handle(Request request) throws Exception {
        here.set(true);
        try {
            return handler.handle(request);
        } finally {
            here.remove();
        }
    }

    /** Whether the calling thread is at a request of this peer's. */
    boolean isHere() {
        return here.get() != null;
    }
}
