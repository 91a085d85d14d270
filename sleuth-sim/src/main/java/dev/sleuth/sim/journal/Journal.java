package dev.sleuth.sim.journal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one run, in the order in which it was written. May be used by many threads.
 *
 * <p>As a file it holds one JSON object per line, and its {@link #hash} is the SHA-256 of exactly these bytes: what
 * {@code sha256sum journal.jsonl} prints. The seed is not in it, so two seeds that change nothing have the same hash.
 */
public final class Journal implements Log {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Consumer<Entry>> listeners = new ArrayList<>();
    private @Nullable List<Entry> view;
    private boolean telling;

    /** A journal that holds {@code entries} to begin with. */
    public static Journal of(List<? extends Entry> entries) {
        Journal journal = new Journal();
        entries.forEach(journal::append);
        return journal;
    }

    /**
     * Writes an entry down and tells it to the listeners, on the calling thread.
     *
     * @throws IllegalStateException if a listener does it: the others would hear of it in the wrong order
     */
    @Override
    public synchronized void append(Entry entry) {
        if (telling) {
            throw new IllegalStateException("a listener of the journal must not write to it");
        }
        entries.add(Objects.requireNonNull(entry));
        view = null;
        telling = true;
        try {
            for (Consumer<Entry> listener : listeners) {
                listener.accept(entry);
            }
        } finally {
            telling = false;
        }
    }

    /**
     * Tells {@code listener} each entry once and in order: at once those that are there already, and later ones as they
     * come, on the thread that writes them. It must be quick and must not throw, for it holds up the run.
     */
    public synchronized void listen(Consumer<Entry> listener) {
        entries.forEach(listener);
        listeners.add(listener);
    }

    /** All entries so far; the list does not change. Line {@code n} of the file is the element {@code n - 1}. */
    public synchronized List<Entry> entries() {
        if (view == null) {
            view = List.copyOf(entries);
        }
        return view;
    }

    /** The SHA-256 of the file's bytes, in lower-case hex. */
    public String hash() {
        MessageDigest digest = sha256();
        for (Entry entry : entries()) {
            digest.update(Lines.line(entry).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Writes one JSON object per line; a file that is there is replaced. */
    public void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Entry entry : entries()) {
                out.write(Lines.line(entry));
                out.write('\n');
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file cannot be read or a line is no entry; the message names the file and the line
     */
    public static Journal read(Path file) throws IOException {
        Journal journal = new Journal();
        int number = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                journal.append(Lines.entry(line));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ", after line " + number + ": this is not text; is it a journal?", e);
        }
        return journal;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
