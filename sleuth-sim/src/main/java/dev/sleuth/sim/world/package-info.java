/** Where scenarios take place: worlds write what happens to a journal and judge nothing. */
@NullMarked
package dev.sleuth.sim.world;

import org.jspecify.annotations.NullMarked;
