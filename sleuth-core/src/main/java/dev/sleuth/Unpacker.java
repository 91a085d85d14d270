package dev.sleuth;

import dev.sleuth.rpc.Envelope;
import dev.sleuth.rpc.SleuthException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One thread that decodes large payloads, so that the receiving thread need not. What waits is bounded by bytes. */
final class Unpacker {
    static final long MAX_BYTES = 128L << 20;

    private final Room bytes = new Room(MAX_BYTES);
    private final ThreadPoolExecutor thread;

    Unpacker(String name) {
        this.thread = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Returns false if there is no room for {@code size} more bytes, or after {@link #stop}. */
    boolean submit(int size, Runnable decoding) {
        if (!bytes.take(size)) {
            return false;
        }
        try {
            thread.execute(() -> {
                try {
                    decoding.run();
                } finally {
                    bytes.give(size);
                }
            });
            return true;
        } catch (RejectedExecutionException ended) {
            bytes.give(size);
            return false;
        }
    }

    /** How many payloads wait. */
    int waiting() {
        return thread.getQueue().size();
    }

    /** What takes more memory than there is cannot be read; others may be shorter, so the thread lives on. */
    static Envelope asFarAsMemoryGoes(int size, Supplier<Envelope> decoding) {
        try {
            return decoding.get();
        } catch (OutOfMemoryError tooLittle) {
            String why = "there is too little memory for its " + size + " bytes";
            return new Envelope.Unreadable(SleuthException.UNZIP, why, null);
        }
    }

    void stop() {
        thread.shutdownNow();
    }
}
