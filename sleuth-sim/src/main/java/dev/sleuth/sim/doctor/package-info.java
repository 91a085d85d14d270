/**
 * Why peers do not see each other. {@link dev.sleuth.sim.doctor.Examination} gathers facts from the real network,
 * {@link dev.sleuth.sim.doctor.Diagnosis} makes findings of them and touches nothing, the reports write both down.
 */
@NullMarked
package dev.sleuth.sim.doctor;

import org.jspecify.annotations.NullMarked;
