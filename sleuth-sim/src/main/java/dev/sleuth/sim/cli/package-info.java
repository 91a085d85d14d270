/** The command line: {@link dev.sleuth.sim.cli.Main} and its commands, and how they speak to people. */
@NullMarked
package dev.sleuth.sim.cli;

import org.jspecify.annotations.NullMarked;
