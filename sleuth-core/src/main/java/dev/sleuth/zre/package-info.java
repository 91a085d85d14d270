/**
 * The ZRE protocol (RFC 36) as a pure machine: no thread, no clock, no socket, no randomness.
 *
 * <p>Time is an argument in nanoseconds of any monotonic clock, input comes in through {@link dev.sleuth.zre.Inlet},
 * output goes out through {@link dev.sleuth.zre.Network}. Whoever drives it enters with one thread at a time.
 */
@NullMarked
package dev.sleuth.zre;

import org.jspecify.annotations.NullMarked;
