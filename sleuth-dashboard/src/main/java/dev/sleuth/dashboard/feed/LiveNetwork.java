package dev.sleuth.dashboard.feed;

import dev.sleuth.Sleuth;
import dev.sleuth.SleuthConfig;
import dev.sleuth.dashboard.model.LiveModel;
import dev.sleuth.dashboard.model.LiveModel.Someone;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.View;
import dev.sleuth.dashboard.model.ViewReader;
import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The network that is there: joins it as a peer that offers nothing, and asks everybody once a second whom it sees and
 * calls.
 */
public final class LiveNetwork implements Show {
    private static final Duration ROUND = Duration.ofMillis(800);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long STOPPING = 5_000;
    /** Questions under way, and answers that nobody has drawn yet. */
    private static final int MOST = 64;

    private static final int WAITING = 1024;
    private static final int LONGEST_NAME = 60;

    private record Told(String id, View view) {}

    private final Sleuth sleuth;
    private final LiveModel model;
    private final BlockingQueue<Told> answers = new ArrayBlockingQueue<>(WAITING);
    private final Semaphore room = new Semaphore(MOST);
    private final Thread asker = new Thread(this::ask, "dashboard-ask");
    private volatile boolean closed;
    private long begun = -1;

    private LiveNetwork(Sleuth sleuth, String title) {
        this.sleuth = sleuth;
        this.model = new LiveModel(title);
    }

    /**
     * Joins.
     *
     * @throws dev.sleuth.rpc.SleuthException if that is not possible here
     */
    public static LiveNetwork join(SleuthConfig config) {
        Sleuth sleuth = Sleuth.join(config.withMaxBody(ViewReader.LONGEST));
        LiveNetwork network = new LiveNetwork(
                sleuth,
                "live: UDP port " + config.port() + ", group " + config.group() + ", at "
                        + sleuth.localAddresses().stream()
                                .map(each -> each.networkInterface() + " ("
                                        + each.endpoint().host() + ")")
                                .collect(Collectors.joining(", ")));
        network.asker.start();
        return network;
    }

    private void ask() {
        try {
            while (!closed) {
                for (Member member : sleuth.peers()) {
                    room.acquire();
                    ask(member.id().toString());
                }
                Thread.sleep(ROUND.toMillis());
            }
        } catch (InterruptedException over) {
            // Closed.
        }
    }

    private void ask(String id) {
        CompletableFuture<Response> unused = sleuth.sendAsync(
                        Request.get("sleuth://" + id + "@/.well-known/sleuth"), PATIENCE)
                .whenComplete((response, failure) -> {
                    room.release();
                    View view = response == null ? null : view(response);
                    if (view != null) {
                        // Full only if nobody draws: then the next answer is as good.
                        answers.offer(new Told(id, view));
                    }
                });
    }

    private static @Nullable View view(Response response) {
        return response.status() == 200 ? ViewReader.read(response.body()) : null;
    }

    @Override
    public Picture frame(long now) {
        if (begun < 0) {
            begun = now;
        }
        long at = now - begun;
        model.sees(sleuth.peers().stream().map(LiveNetwork::someone).toList(), at);
        List<Told> told = new ArrayList<>();
        answers.drainTo(told);
        told.forEach(one -> model.told(one.id(), one.view(), at));
        return model.picture(at);
    }

    private static Someone someone(Member member) {
        String service = member.service();
        return new Someone(member.id().toString(), member.id().name(), service == null ? null : printable(service));
    }

    /** Names are other people's. */
    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME);
    }

    @Override
    public void close() {
        closed = true;
        asker.interrupt();
        sleuth.close();
        try {
            asker.join(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
