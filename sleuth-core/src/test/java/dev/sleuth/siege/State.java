package dev.sleuth.siege;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What a process holds: after a collection, so that only what is in use counts. */
record State(long heap, long direct, long descriptors, long threads) {
    private static final int COLLECTIONS = 3;

    static State now() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return new State(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum(),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    static State parse(String line) {
        String[] parts = line.split(" ");
        return new State(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    String line() {
        return heap + " " + direct + " " + descriptors + " " + threads;
    }

    @Override
    public String toString() {
        return String.format(
                "%.1f MB heap, %.1f MB buffers, %d descriptors, %d threads",
                heap / 1e6, direct / 1e6, descriptors, threads);
    }
}
