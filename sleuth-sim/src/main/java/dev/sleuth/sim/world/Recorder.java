package dev.sleuth.sim.world;

import dev.sleuth.rpc.Member;
import dev.sleuth.rpc.Observation;
import dev.sleuth.rpc.Outcome;
import dev.sleuth.sim.journal.Entry;
import dev.sleuth.sim.journal.Journal;
import dev.sleuth.zre.PeerId;
import java.util.Locale;
import java.util.function.Function;

/** Writes down what one peer sees, under the names of the scenario. */
final class Recorder {
  private final String peer;
  private final Function<PeerId, String> names;
  private final Journal journal;

  /** @param names of the peers of the scenario; null for strangers, of whom nothing is written */
  Recorder(String peer, Function<PeerId, String> names, Journal journal) {
    this.peer = peer;
    this.names = names;
    this.journal = journal;
  }

  /** Writes down who comes and goes; the rest is no transition. */
  void observed(Observation observation) {
    if (observation instanceof Observation.Entered entered && name(entered.member()) != null) {
      journal.append(new Entry.Entered(entered.at(), peer, name(entered.member())));
    } else if (observation instanceof Observation.Exited exited && name(exited.member()) != null) {
      String cause = exited.cause().name().toLowerCase(Locale.ROOT);
      journal.append(new Entry.Exited(exited.at(), peer, name(exited.member()), cause));
    }
  }

  private String name(Member member) {
    return names.apply(member.id());
  }

  /** Writes down how a call ended. */
  void called(long now, long planned, long number, String service, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      String by = names.apply(answered.by());
      journal.append(new Entry.Called(now, planned, peer, number, service, by, answered.response().status(), 0));
    } else if (outcome instanceof Outcome.Failed failed) {
      String by = failed.peer() == null ? null : names.apply(failed.peer());
      journal.append(new Entry.Called(now, planned, peer, number, service, by, 0, failed.code()));
    }
  }
}
