package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Reach;
import dev.sleuth.sim.doctor.Facts.Way;
import dev.sleuth.zre.Beacon;
import dev.sleuth.zre.Endpoint;
import dev.sleuth.zre.PeerId;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All sockets of an examination but those of the peer that joins: one thread and one selector move them. */
final class Stethoscope implements AutoCloseable {
    private static final long SPEAK_EVERY = TimeUnit.MILLISECONDS.toNanos(250);
    /** Not so near the end that an echo would come too late. */
    private static final long LAST_WORD = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long SHOW_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
    /** Two beacons of the slowest family, and some. */
    private static final long GONE_AFTER = TimeUnit.MILLISECONDS.toNanos(3500);

    private final int port;
    private final List<Card> cards;
    private final Hearing hearing;
    private final Greetings greetings;
    private final Selector selector = Selector.open();
    private final List<Ear> ears = new ArrayList<>();
    private final List<Mouth> mouths = new ArrayList<>();
    private final Map<Endpoint, Reaching> reachings = new LinkedHashMap<>();
    private final Map<PeerId, Set<Endpoint>> endpoints = new LinkedHashMap<>();
    /** Where multicast is not tried. */
    private final Set<String> mute = new LinkedHashSet<>();
    /** Why there is no multicast on an interface. */
    private final Map<String, String> deaf = new LinkedHashMap<>();

    /** @throws IOException if the port cannot be bound and shared */
    Stethoscope(List<Card> cards, int port, Hearing hearing, Greetings greetings, PeerId probe) throws IOException {
        this.cards = cards;
        this.port = port;
        this.hearing = hearing;
        this.greetings = greetings;
        for (Card card : cards) {
            if (card.up() && !card.addresses().isEmpty()) {
                listenOn(card);
                speakOn(card, probe);
            }
        }
        // After the others: alone, it might be handed multicasts of which it is to know nothing.
        ears.add(Ear.forBroadcasts(selector, port, this::heard));
    }

    private void listenOn(Card card) {
        for (String group : Ear.GROUPS) {
            try {
                ears.add(Ear.forMulticasts(selector, card, group, port, this::heard));
            } catch (BindException unsupported) {
                mute.add(card.name()); // Not every system binds to a group; then nothing can be said about multicast.
            } catch (IOException cannot) {
                deaf.putIfAbsent(card.name(), String.valueOf(cannot.getMessage()));
            }
        }
    }

    private void speakOn(Card card, PeerId probe) {
        for (Address address : card.addresses()) {
            if (!address.used()) {
                continue;
            }
            String group = Ear.GROUPS.get(card.loopback() ? 1 : 0);
            if (!mute.contains(card.name())) {
                mouths.add(new Mouth(card, address, Way.MULTICAST, group, port, probe));
            }
            String broadcast = address.broadcast();
            if (broadcast != null) {
                mouths.add(new Mouth(card, address, Way.BROADCAST, broadcast, port, probe));
            }
        }
    }

    private void heard(long now, @Nullable String card, String host, Way way, Beacon beacon) {
        String where = card == null ? cardOf(host) : card;
        if (hearing.beacon(now, where, host, way, beacon)) {
            found(now, beacon.peer(), new Endpoint(host, beacon.port()));
        }
    }

    private void found(long now, PeerId peer, Endpoint endpoint) {
        endpoints.computeIfAbsent(peer, id -> new LinkedHashSet<>()).add(endpoint);
        if (!reachings.containsKey(endpoint) && reachings.size() < Hearing.MOST_PEERS) {
            reach(endpoint, now);
        }
    }

    /**
     * Whose beacons do not come is known by a HELLO: the address is the connection's, the port can only be believed.
     */
    private void greeted(long now) {
        greetings.all().forEach((peer, greeting) -> {
            Endpoint claim = Endpoint.parse(greeting.endpoint());
            if (claim != null && !endpoints.containsKey(peer)) {
                found(now, peer, new Endpoint(greeting.from(), claim.port()));
            }
        });
    }

    private @Nullable String cardOf(String host) {
        return cards.stream()
                .filter(card -> card.isOf(host))
                .map(Card::name)
                .findFirst()
                .orElse(null);
    }

    private void reach(Endpoint endpoint, long now) {
        try {
            reachings.put(endpoint, Reaching.start(selector, endpoint.host(), endpoint.port(), now));
        } catch (IOException noDescriptor) {
            // Then it stays unknown.
        }
    }

    /** Listens for so long, and then for the ends of what has begun. */
    void listen(Duration lasts, Examination.Progress progress) throws IOException {
        long start = System.nanoTime();
        long end = start + lasts.toNanos();
        long speak = start;
        long show = start;
        boolean busy = false;
        for (long now = start; now < end || busy; now = System.nanoTime()) {
            if (now >= speak && (now < end - LAST_WORD || speak == start)) {
                mouths.forEach(Mouth::speak);
                speak = now + SPEAK_EVERY;
            }
            if (now >= show) {
                progress.at(Duration.ofNanos(Math.min(now, end) - start), endpoints.size());
                show = now + SHOW_EVERY;
            }
            selector.select(TimeUnit.NANOSECONDS.toMillis(SHOW_EVERY) / 2);
            dispatch(System.nanoTime());
            greeted(System.nanoTime());
            busy = isBusy(System.nanoTime());
        }
    }

    private boolean isBusy(long now) {
        boolean busy = false;
        for (Reaching reaching : reachings.values()) {
            busy |= !reaching.tick(now);
        }
        return busy;
    }

    private void dispatch(long now) {
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isValid()) {
                ((Ready) key.attachment()).ready(key, now);
            }
        }
    }

    List<Echo> echoes() {
        return mouths.stream().map(mouth -> mouth.echo(hearing, deaf)).toList();
    }

    /** Everybody who was heard, or who has greeted. */
    List<Heard> peers() {
        long now = System.nanoTime();
        Map<PeerId, Greeting> hellos = greetings.all();
        Set<PeerId> all = new LinkedHashSet<>(hearing.peers());
        all.addAll(hellos.keySet());
        return all.stream()
                .map(id -> new Heard(
                        id,
                        hearing.sightings(id),
                        reaches(id),
                        hellos.get(id),
                        Duration.ofNanos(now - hearing.first(id, now)),
                        isGone(id, now)))
                .toList();
    }

    private boolean isGone(PeerId id, long now) {
        boolean neverHeard = hearing.sightings(id).isEmpty();
        return neverHeard ? greetings.isGone(id) : hearing.isGone(id, now, GONE_AFTER);
    }

    private List<Reach> reaches(PeerId id) {
        return endpoints.getOrDefault(id, Set.of()).stream()
                .map(reachings::get)
                .filter(reaching -> reaching != null)
                .map(Reaching::reach)
                .toList();
    }

    @Override
    public void close() throws IOException {
        ears.forEach(Ear::close);
        mouths.forEach(Mouth::close);
        reachings.values().forEach(Reaching::close);
        selector.close();
    }
}
