/** What happened in a run, as data: all that checkers, reports, replay and the dashboard need. */
@NullMarked
package dev.sleuth.sim.journal;

import org.jspecify.annotations.NullMarked;
