/** What happened in a run, as data: all that checkers, reports, replay and the dashboard need. */
package dev.sleuth.sim.journal;
