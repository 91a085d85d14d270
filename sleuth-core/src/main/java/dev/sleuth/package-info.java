/**
 * Peers on a real network: what applications import. Here live the only threads, clock and sockets; what a peer decides
 * is decided by {@link dev.sleuth.rpc.Engine}.
 */
@NullMarked
package dev.sleuth;

import org.jspecify.annotations.NullMarked;
