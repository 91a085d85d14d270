package dev.sleuth.siege;

import java.util.Arrays;

/** What the caller tells of its calls; times in nanoseconds. */
record Figures(long calls, long failed, long p50, long p99, long slowest) {
    static Figures parse(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Figures(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    @Override
    public String toString() {
        return String.format(
                "%6d calls, %d failed, p50 %4d us, p99 %5d us, slowest %6d us",
                calls, failed, p50 / 1000, p99 / 1000, slowest / 1000);
    }
}
