/**
 * SLEUTH-v1, requests and responses between services, as a pure machine on top of {@link dev.sleuth.zre}.
 *
 * <p>{@link dev.sleuth.rpc.Engine} is a whole peer. It is entered through {@link dev.sleuth.rpc.Intake} by one thread
 * at a time and acts through {@link dev.sleuth.rpc.Port}.
 */
@NullMarked
package dev.sleuth.rpc;

import org.jspecify.annotations.NullMarked;
