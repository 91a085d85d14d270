/** Where scenarios take place: worlds write what happens to a journal and judge nothing. */
package dev.sleuth.sim.world;
