package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.PortUse;
import dev.sleuth.sim.doctor.Facts.Sighting;
import dev.sleuth.sim.doctor.Facts.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A diagnosis for people: what is wrong first, then what was seen. */
public final class DoctorText {
    private static final String INDENT = "   ";
    private static final int MOST_PEERS = 50;

    private final Diagnosis diagnosis;
    private final Facts facts;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    private DoctorText(Diagnosis diagnosis, int columns) {
        this.diagnosis = diagnosis;
        this.facts = diagnosis.facts();
        this.columns = columns;
    }

    /** @param columns how wide a line of prose may be */
    public static List<String> of(Diagnosis diagnosis, int columns) {
        DoctorText text = new DoctorText(diagnosis, columns);
        text.verdict();
        text.cards();
        text.port();
        text.echoes();
        text.peers();
        return text.lines;
    }

    private void verdict() {
        List<Finding> wrong =
                diagnosis.findings().stream().filter(Finding::wrong).toList();
        List<Finding> hints = diagnosis.findings().stream()
                .filter(finding -> !finding.wrong())
                .toList();
        if (wrong.isEmpty()) {
            lines.add(well());
        } else {
            lines.add(wrong.size() == 1 ? "Something is wrong." : "Something is wrong; the most likely cause first.");
        }
        for (int i = 0; i < wrong.size(); i++) {
            finding(wrong.size() == 1 ? "" : i + 1 + ". ", wrong.get(i));
        }
        if (!hints.isEmpty()) {
            lines.add("");
            lines.add("Worth knowing");
            hints.forEach(hint -> finding("- ", hint));
        }
    }

    private String well() {
        long there = facts.peers().stream().filter(peer -> !peer.left()).count();
        return there == 0
                ? "Nobody else is heard."
                : "All is well: " + there + (there == 1 ? " peer is" : " peers are") + " heard.";
    }

    private void finding(String mark, Finding finding) {
        lines.add("");
        String hang = " ".repeat(mark.length());
        List<String> sentence = wrapped(finding.sentence(), mark.length());
        lines.add(mark + sentence.get(0));
        sentence.stream().skip(1).forEach(line -> lines.add(hang + line));
        wrapped("What to do: " + finding.remedy(), mark.length()).forEach(line -> lines.add(hang + line));
    }

    private List<String> wrapped(String text, int indent) {
        List<String> wrapped = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && indent + line.length() + 1 + word.length() > columns) {
                wrapped.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        wrapped.add(line.toString());
        return wrapped;
    }

    private void head(String text) {
        lines.add("");
        lines.addAll(wrapped(text, 0));
    }

    private void cards() {
        head("Interfaces (" + Choices.why(facts.choice()) + ")");
        List<List<String>> rows = new ArrayList<>();
        for (Card card : facts.cards()) {
            if (!card.up() || card.addresses().isEmpty()) {
                rows.add(List.of(
                        card.name(), "-", card.up() ? "not used: it has no IPv4 address" : "not used: it is down"));
            } else {
                for (Address address : card.addresses()) {
                    rows.add(List.of(
                            card.name(),
                            address.host() + "/" + address.prefix(),
                            Choices.why(facts.choice(), card, address)));
                }
            }
        }
        table(rows);
        if (rows.isEmpty()) {
            lines.add(INDENT + "none");
        }
    }

    private void port() {
        PortUse use = facts.portUse();
        String others =
                use.holders().stream().map(PlaceRules::holder).distinct().collect(Collectors.joining(" and "));
        head("UDP port " + facts.port());
        if (use.problem() != null) {
            lines.add(INDENT + "cannot be bound (" + use.problem() + ")"
                    + (others.isEmpty() ? "" : "; open in " + others));
        } else {
            lines.add(INDENT + "can be bound and shared" + (others.isEmpty() ? "" : "; also open in " + others));
        }
    }

    private void echoes() {
        if (facts.echoes().isEmpty()) {
            return;
        }
        head("Our own beacons, and how many of them came back");
        table(facts.echoes().stream().map(DoctorText::echo).toList());
    }

    private static List<String> echo(Echo echo) {
        String came = echo.problem() == null ? echo.back() + " of " + echo.sent() : "failed: " + echo.problem();
        return List.of(echo.card(), word(echo.way()) + " to " + echo.target(), came);
    }

    private void peers() {
        if (facts.peers().isEmpty()) {
            return;
        }
        head("Peers (heard for " + seconds(facts.listened()) + ")");
        facts.peers().stream().limit(MOST_PEERS).forEach(this::peer);
        if (facts.peers().size() > MOST_PEERS) {
            lines.add(INDENT + "and " + (facts.peers().size() - MOST_PEERS) + " more; --json lists them all");
        }
    }

    private void peer(Heard peer) {
        String family = Family.of(peer).text();
        lines.add(INDENT + peer.id().name() + "  " + (peer.left() ? "has left" : family) + greeting(peer.greeting()));
        for (String sighting : sightings(peer)) {
            lines.add(INDENT + INDENT + sighting);
        }
        peer.reaches()
                .forEach(reach -> lines.add(
                        INDENT + INDENT + "TCP " + reach.host() + ":" + reach.port() + " " + Reaches.text(reach)));
    }

    private String greeting(@Nullable Greeting greeting) {
        if (greeting == null) {
            return ", no HELLO from it";
        }
        String service = greeting.service();
        return ", HELLO: " + (service == null ? "offers nothing" : "offers " + service) + ", "
                + (greeting.groups().isEmpty() ? "no group" : "group " + String.join(", ", greeting.groups()));
    }

    /** Those of one place in one line: what came by multicast and what by broadcast. */
    private static List<String> sightings(Heard peer) {
        Map<String, List<Sighting>> places = new LinkedHashMap<>();
        for (Sighting sighting : peer.sightings()) {
            String place =
                    "beacons from " + sighting.host() + " on " + Objects.requireNonNullElse(sighting.card(), "?");
            places.computeIfAbsent(place, key -> new ArrayList<>()).add(sighting);
        }
        List<String> texts = new ArrayList<>();
        places.forEach((place, sightings) -> texts.add(place + ": " + ways(sightings)));
        return texts.isEmpty() ? List.of("no beacons heard") : texts;
    }

    /** {@code 20 by multicast, 20 by broadcast, every 250 ms}. */
    private static String ways(List<Sighting> sightings) {
        String counts = sightings.stream()
                .map(sighting -> sighting.count() + " by " + word(sighting.way()))
                .collect(Collectors.joining(", "));
        String every = sightings.stream()
                .map(Sighting::every)
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .map(shortest -> ", every " + shortest.toMillis() + " ms")
                .orElse("");
        return counts + every;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String word(Way way) {
        return way.name().toLowerCase(Locale.ROOT);
    }

    /** The last column is left as it is. */
    private void table(List<List<String>> rows) {
        int columnCount = rows.isEmpty() ? 0 : rows.get(0).size();
        int[] widths = new int[columnCount];
        rows.forEach(row -> {
            for (int i = 0; i < columnCount; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < columnCount; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
    }
}
