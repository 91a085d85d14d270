/**
 * The benchmark: sleuth beside raw JeroMQ and gRPC, each with a client and a server process on loopback.
 *
 * <p>{@link dev.sleuth.bench.Bench} drives; it starts two {@link dev.sleuth.bench.Side}s per
 * {@link dev.sleuth.bench.Contender} and visits them in turn. docs/performance.md tells how to run it and how to read
 * it.
 */
package dev.sleuth.bench;
