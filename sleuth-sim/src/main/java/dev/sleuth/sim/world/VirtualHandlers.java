package dev.sleuth.sim.world;

import dev.sleuth.rpc.Admission;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The threads of one peer's handlers, in events of the timeline. Those that wait are as many as the peer may have;
 * those that compute are as many as its processors, as the runtime's pool does it.
 */
final class VirtualHandlers {
    private static final int PROCESSORS = 2;
    private static final int MOST_WAITING = 256;
    private static final long LONGEST_WAIT = 100_000_000;

    private record Task(long arrived, long usual, Request request, Consumer<Response> whenDone, LongConsumer refused) {}

    private final int most;
    private final Timeline timeline;
    private final EchoService service;
    private final Admission admission;
    private final Queue<Task> waiting = new ArrayDeque<>();
    private int atWork;

    /** @param most how many requests may be at work at once */
    VirtualHandlers(int most, Timeline timeline, EchoService service) {
        this.most = most;
        this.timeline = timeline;
        this.service = service;
        this.admission = new Admission(most + MOST_WAITING, most + MOST_WAITING, LONGEST_WAIT);
    }

    /**
     * Has a request carried out, or refused.
     *
     * @param usual how long it takes without troubles, in nanoseconds
     * @param whenDone told the answer when it is done, in an event of its own
     * @param refused told after how many milliseconds it is worth asking again, in an event of its own
     */
    void serve(long usual, Request request, Consumer<Response> whenDone, LongConsumer refused) {
        long now = timeline.now();
        if (!admission.admit(now, false)) {
            refuse(now, refused);
            return;
        }
        waiting.add(new Task(now, usual, request, whenDone, refused));
        begin();
    }

    private void refuse(long now, LongConsumer refused) {
        long hintMillis = admission.hintMillis(now);
        timeline.in(0, () -> refused.accept(hintMillis));
    }

    private void begin() {
        long now = timeline.now();
        int threads = service.computes(now) ? Math.min(most, PROCESSORS) : most;
        while (atWork < threads && !waiting.isEmpty()) {
            Task task = waiting.remove();
            if (admission.begin(now, task.arrived())) {
                atWork++;
                EchoService.Work work = service.work(now, task.request());
                timeline.in(task.usual() + work.delay(), () -> end(task, work.response()));
            } else {
                refuse(now, task.refused());
            }
        }
    }

    private void end(Task task, Response response) {
        atWork--;
        admission.end();
        task.whenDone().accept(response);
        begin();
    }
}
