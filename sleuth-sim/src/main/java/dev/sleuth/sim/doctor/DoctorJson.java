package dev.sleuth.sim.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Echo;
import dev.sleuth.sim.doctor.Facts.Greeting;
import dev.sleuth.sim.doctor.Facts.Heard;
import dev.sleuth.sim.doctor.Facts.Reach;
import dev.sleuth.sim.doctor.Facts.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A diagnosis for programs. */
public final class DoctorJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private DoctorJson() {}

    /** One JSON object, on several lines. */
    public static String of(Diagnosis diagnosis) {
        Facts facts = diagnosis.facts();
        ObjectNode root = JSON.createObjectNode();
        root.put("well", diagnosis.isWell());
        for (Finding finding : diagnosis.findings()) {
            root.withArray("/findings")
                    .addObject()
                    .put("code", finding.code())
                    .put("wrong", finding.wrong())
                    .put("sentence", finding.sentence())
                    .put("remedy", finding.remedy());
        }
        root.withArray("/findings");
        root.put("port", facts.port())
                .put("group", facts.group())
                .put("listenedMillis", facts.listened().toMillis());
        host(root.putObject("host"), facts);
        facts.cards().forEach(card -> card(root.withArray("/interfaces").addObject(), facts, card));
        facts.echoes().forEach(echo -> echo(root.withArray("/echoes").addObject(), echo));
        ArrayNode peers = root.putArray("peers");
        facts.peers().forEach(peer -> peer(peers.addObject(), peer));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void host(ObjectNode host, Facts facts) {
        host.put("container", facts.host().container());
        strings(host.putArray("firewalls"), facts.host().firewalls());
        host.put("interfaceVariable", facts.choice().variable());
        strings(host.putArray("interfacesWanted"), facts.choice().wanted());
        host.put("interfaceProblem", facts.choice().problem());
        host.put("portProblem", facts.portUse().problem());
        host.put("joinProblem", facts.joinProblem());
        ArrayNode holders = host.putArray("portAlsoOpenIn");
        facts.portUse()
                .holders()
                .forEach(holder -> holders.addObject()
                        .put("address", holder.address())
                        .put("program", holder.program())
                        .put("pid", holder.program() == null ? null : holder.pid()));
    }

    private static void card(ObjectNode node, Facts facts, Card card) {
        node.put("name", card.name())
                .put("up", card.up())
                .put("loopback", card.loopback())
                .put("multicast", card.multicast())
                .put("pointToPoint", card.pointToPoint());
        ArrayNode addresses = node.putArray("addresses");
        for (Address address : card.addresses()) {
            addresses
                    .addObject()
                    .put("address", address.host())
                    .put("prefix", address.prefix())
                    .put("used", address.used())
                    .put("why", Choices.why(facts.choice(), card, address));
        }
    }

    private static void echo(ObjectNode node, Echo echo) {
        node.put("interface", echo.card())
                .put("from", echo.host())
                .put("way", word(echo.way()))
                .put("to", echo.target())
                .put("sent", echo.sent())
                .put("back", echo.back())
                .put("problem", echo.problem());
    }

    private static void peer(ObjectNode node, Heard peer) {
        node.put("id", peer.id().toString())
                .put("family", word(Family.of(peer)))
                .put("left", peer.left())
                .put("knownMillis", peer.known().toMillis());
        ArrayNode beacons = node.putArray("beacons");
        for (Sighting sighting : peer.sightings()) {
            beacons.addObject()
                    .put("interface", sighting.card())
                    .put("from", sighting.host())
                    .put("port", sighting.port())
                    .put("way", word(sighting.way()))
                    .put("count", sighting.count())
                    .put("everyMillis", millis(sighting.every()));
        }
        ArrayNode tcp = node.putArray("tcp");
        for (Reach reach : peer.reaches()) {
            tcp.addObject()
                    .put("address", reach.host())
                    .put("port", reach.port())
                    .put("outcome", word(reach.outcome()))
                    .put("detail", reach.detail());
        }
        Greeting greeting = peer.greeting();
        if (greeting == null) {
            node.putNull("hello");
        } else {
            ObjectNode hello = node.putObject("hello");
            hello.put("from", greeting.from()).put("endpoint", greeting.endpoint());
            strings(hello.putArray("groups"), greeting.groups());
            ObjectNode headers = hello.putObject("headers");
            greeting.headers().forEach(headers::put);
        }
    }

    private static @Nullable Long millis(@Nullable Duration every) {
        return every == null ? null : every.toMillis();
    }

    private static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
