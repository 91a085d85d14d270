package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Address;
import dev.sleuth.sim.doctor.Facts.Card;
import dev.sleuth.sim.doctor.Facts.Choice;
import java.util.ArrayList;
import java.util.List;

/** Why an interface is used or not, in words. */
final class Choices {
    private Choices() {}

    /** Who decided. */
    static String why(Choice choice) {
        if (choice.all()) {
            return "by default all that can multicast, loopback only when there is no other";
        }
        String named = String.join(",", choice.wanted());
        return choice.variable() == null
                ? named + " was asked for"
                : "the environment's " + choice.variable() + " is " + named;
    }

    static String why(Choice choice, Card card, Address address) {
        if (choice.problem() != null) {
            return "not used: no peer can start here";
        }
        if (choice.all()) {
            return byDefault(card, address);
        }
        String who = choice.variable() == null ? "asked for" : "named by " + choice.variable();
        if (address.used()) {
            return "used: " + who;
        }
        boolean sibling = card.used();
        return sibling ? "not used: another address of it is" : "not used: not " + who;
    }

    private static String byDefault(Card card, Address address) {
        if (address.used()) {
            return card.loopback() ? "used: there is no other" : "used: it is up and can multicast";
        } else if (card.loopback()) {
            return "not used: loopback is, only when there is no other";
        } else if (!card.multicast()) {
            return "not used: it cannot multicast";
        }
        return card.used() ? "not used: another address of it is" : "not used";
    }

    /** The names in {@code used} and one more. */
    static List<String> with(List<String> used, String more) {
        List<String> all = new ArrayList<>(used);
        if (!all.contains(more) && !more.contains(" ")) {
            all.add(more);
        }
        return all;
    }
}
