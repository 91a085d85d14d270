package dev.sleuth;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One at a time, not one thread: whoever comes while nobody is inside goes in and does its step at once; who comes
 * meanwhile leaves its step and goes, and the one inside does it. Nobody waits for a lock, and a step needs no
 * hand-over to another thread.
 *
 * <p>A step may enter again: what it leaves is done after it. Steps happen in the order in which they came.
 */
final class Turnstile {
    /** How many steps of others a thread does before it hands over: a caller must get back to its own work. */
    private static final int MAX_FOR_OTHERS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);

    private final Queue<Runnable> left;
    private final AtomicBoolean taken = new AtomicBoolean();
    /** Belongs to who has the turn. */
    private List<Runnable> afterwards = new ArrayList<>();

    private volatile @Nullable Thread inside;
    private final Runnable afterStep;
    private final Runnable handOver;

    /**
     * @param afterStep done after every step, still inside
     * @param handOver has {@link #resume} called by a thread that can afford it; nobody gets in before
     */
    Turnstile(Runnable afterStep, Runnable handOver) {
        this(afterStep, handOver, new ConcurrentLinkedQueue<>());
    }

    /** With a queue of the test's own. */
    Turnstile(Runnable afterStep, Runnable handOver, Queue<Runnable> left) {
        this.afterStep = afterStep;
        this.handOver = handOver;
        this.left = left;
    }

    /** Has {@code step} done: now and here, or soon and by another thread. */
    void enter(Runnable step) {
        // Who finds something left must not overtake it: it may be an earlier step of its own.
        if (left.isEmpty() && taken.compareAndSet(false, true)) {
            inside = Thread.currentThread();
            perform(step);
            inside = null;
        } else {
            left.add(step);
            if (!taken.compareAndSet(false, true)) {
                return;
            }
        }
        resume();
    }

    /**
     * Has {@code action} done by the thread that is inside, once it is out: whoever is woken inside would find the turn
     * taken. To be called inside.
     */
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /** Whether the calling thread is inside right now. */
    boolean isInside() {
        return inside == Thread.currentThread();
    }

    /** How many steps were left and wait. */
    int waiting() {
        return left.size();
    }

    /** Does the steps that were left; only for who has been handed the turn. */
    void resume() {
        List<Runnable> actions = List.of();
        int done = 0;
        do {
            inside = Thread.currentThread();
            while (!left.isEmpty() && done < MAX_FOR_OTHERS) {
                perform(left.poll());
                done++;
            }
            inside = null;
            actions = withAfterwards(actions);
            if (!left.isEmpty()) {
                handOver.run();
                break;
            }
            taken.set(false);
            // Somebody may have left a step after the last look and gone, as the turn was still taken.
        } while (!left.isEmpty() && taken.compareAndSet(false, true));
        if (!actions.isEmpty()) { // Even to iterate over none costs something, and every datagram comes here.
            actions.forEach(Turnstile::guarded);
        }
    }

    /** Takes what is to be done afterwards, while the turn is still ours. */
    private List<Runnable> withAfterwards(List<Runnable> actions) {
        if (afterwards.isEmpty()) {
            return actions;
        }
        List<Runnable> all = afterwards;
        afterwards = new ArrayList<>();
        if (!actions.isEmpty()) {
            all.addAll(0, actions);
        }
        return all;
    }

    /** A step that throws must not leave the turn taken, or nobody would get in ever again. */
    private void perform(Runnable step) {
        guarded(step);
        guarded(afterStep);
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error failure) {
            LOG.error("a step failed inside the peer; please report this", failure);
        }
    }
}
