package dev.sleuth.dashboard.model;

import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Note;
import dev.sleuth.dashboard.model.Picture.Peer;
import dev.sleuth.dashboard.model.Picture.Rate;
import dev.sleuth.dashboard.model.Picture.Sees;
import dev.sleuth.dashboard.model.Picture.Sight;
import dev.sleuth.dashboard.model.Picture.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network as an observer sees it, and as those on it say that they see it. Times are in nanoseconds since the
 * observer began. Used by one thread.
 */
public final class LiveModel {
    /** More peers than these cannot be told apart on a screen. */
    static final int MOST_SHOWN = 200;

    private static final long REMEMBERED = Duration.ofSeconds(5).toNanos();
    private static final long STALE = Duration.ofSeconds(4).toNanos();
    private static final int NOTES = 50;

    /** Somebody on the network. */
    public record Someone(String id, String name, @Nullable String service) {}

    private static final class Known {
        Someone who;
        /** When it went; -1 while it is there. */
        long gone = -1;

        @Nullable
        View view;

        long told;
        Map<String, Rate> rates = Map.of();

        Known(Someone who) {
            this.who = who;
        }
    }

    private final String title;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Deque<Note> notes = new ArrayDeque<>();

    public LiveModel(String title) {
        this.title = title;
    }

    /** The observer sees exactly these, without itself. */
    public void sees(Collection<Someone> everybody, long now) {
        Set<String> there = new LinkedHashSet<>();
        for (Someone one : everybody) {
            there.add(one.id());
            Known before = known.get(one.id());
            if (before == null || before.gone >= 0) {
                known.put(one.id(), new Known(one));
                note(now, one, " has come");
            } else {
                before.who = one;
            }
        }
        known.values().removeIf(one -> one.gone >= 0 && now - one.gone > REMEMBERED);
        for (Known one : known.values()) {
            if (one.gone < 0 && !there.contains(one.who.id())) {
                one.gone = now;
                one.view = null;
                one.rates = Map.of();
                note(now, one.who, " is gone");
            }
        }
    }

    private void note(long at, Someone who, String what) {
        notes.addLast(new Note(at, who.name() + (who.service() == null ? "" : " (" + who.service() + ")") + what));
        if (notes.size() > NOTES) {
            notes.removeFirst();
        }
    }

    /** A peer has told its view; of one that is not there, nothing is kept. */
    public void told(String id, View view, long now) {
        Known one = known.get(id);
        if (one == null || one.gone >= 0) {
            return;
        }
        View before = one.view;
        Map<String, Rate> rates = new LinkedHashMap<>();
        view.calls().forEach((peer, calls) -> {
            View.Calls earlier = before == null ? null : before.calls().get(peer);
            double seconds = (now - one.told) / 1e9;
            double failed = earlier == null || seconds <= 0 ? 0 : (calls.failed() - earlier.failed()) / seconds;
            rates.put(peer, new Rate(calls.perSecond(), Math.max(0, Math.min(failed, calls.perSecond()))));
        });
        one.view = view;
        one.told = now;
        one.rates = rates;
    }

    /** What is to be seen now. */
    public Picture picture(long now) {
        List<Known> shown = known.values().stream()
                .sorted(Comparator.comparing((Known one) -> Objects.requireNonNullElse(one.who.service(), ""))
                        .thenComparing(one -> one.who.id()))
                .limit(MOST_SHOWN)
                .toList();
        shown.stream().filter(one -> now - one.told > STALE).forEach(one -> {
            one.view = null;
            one.rates = Map.of();
        });
        String more = known.size() > shown.size() ? ", and " + (known.size() - shown.size()) + " more" : "";
        return new Picture(
                title + more,
                now,
                0,
                false,
                shown.stream().map(LiveModel::peer).toList(),
                sights(shown),
                flows(shown),
                List.of(),
                List.copyOf(notes),
                List.of(),
                total(shown));
    }

    private static Peer peer(Known one) {
        State alive = one.view == null ? State.SILENT : State.UP;
        double all = one.rates.values().stream().mapToDouble(Rate::all).sum();
        double failed = one.rates.values().stream().mapToDouble(Rate::failed).sum();
        return new Peer(
                one.who.id(),
                one.who.name(),
                one.who.service(),
                one.gone >= 0 ? State.DOWN : alive,
                new Rate(all, failed));
    }

    private static List<Sight> sights(List<Known> shown) {
        List<Sight> sights = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            for (int k = i + 1; k < shown.size(); k++) {
                Sees there = sees(shown.get(i), shown.get(k));
                Sees back = sees(shown.get(k), shown.get(i));
                if (there == Sees.YES || back == Sees.YES) {
                    sights.add(new Sight(shown.get(i).who.id(), shown.get(k).who.id(), there, back));
                }
            }
        }
        return sights;
    }

    private static Sees sees(Known one, Known other) {
        if (one.gone >= 0) {
            return Sees.NO;
        } else if (one.view == null) {
            return Sees.UNKNOWN;
        }
        return one.view.sees().contains(other.who.id()) ? Sees.YES : Sees.NO;
    }

    private List<Flow> flows(List<Known> shown) {
        List<Flow> flows = new ArrayList<>();
        for (Known from : shown) {
            for (Known to : shown) {
                Rate rate = from.rates.get(to.who.id());
                if (rate != null && rate.all() > 0 && to.gone < 0) {
                    flows.add(new Flow(from.who.id(), to.who.id(), rate));
                }
            }
        }
        return flows;
    }

    private static Rate total(List<Known> shown) {
        double all = 0;
        double failed = 0;
        for (Known one : shown) {
            if (one.view != null) {
                all += one.view.calls().values().stream()
                        .mapToLong(View.Calls::count)
                        .sum();
                failed += one.view.calls().values().stream()
                        .mapToLong(View.Calls::failed)
                        .sum();
            }
        }
        return new Rate(all, failed);
    }
}
