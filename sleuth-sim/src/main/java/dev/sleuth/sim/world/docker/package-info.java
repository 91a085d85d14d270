/**
 * Docker as the harness needs it: an image made of what is on this machine, containers that are spoken to through their
 * attached streams, and nothing left behind. Knows nothing of peers; the only place where Testcontainers is used.
 */
@NullMarked
package dev.sleuth.sim.world.docker;

import org.jspecify.annotations.NullMarked;
