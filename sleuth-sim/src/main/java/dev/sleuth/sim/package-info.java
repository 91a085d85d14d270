/**
 * Scenarios, and what they show: a file is read ({@link dev.sleuth.sim.ScenarioReader}), run in a world
 * ({@link dev.sleuth.sim.Runner}), judged by its journal alone ({@link dev.sleuth.sim.Judge}) and reported
 * ({@link dev.sleuth.sim.Report}).
 */
@NullMarked
package dev.sleuth.sim;

import org.jspecify.annotations.NullMarked;
