package dev.sleuth.sim.cli;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Takes in a body up to a length, and hangs up on one that is longer. */
final class BoundedBody implements BodySubscriber<byte[]> {
    /** The body was longer. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private long left;

    @SuppressWarnings("NullAway.Init") // the first thing that a subscriber is given
    private Subscription subscription;

    /** @param most in bytes */
    BoundedBody(int most) {
        this.left = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        bytes.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (left < 0) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            left -= buffer.remaining();
        }
        if (left < 0) {
            subscription.cancel();
            bytes.onError(new TooLong());
        } else {
            bytes.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
