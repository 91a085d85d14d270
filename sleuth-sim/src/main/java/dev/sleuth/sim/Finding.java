package dev.sleuth.sim;

/**
 * What an expectation saw.
 *
 * @param passed whether it holds
 * @param what what was expected, as a sentence: {@code echo-1 is gone at every survivor within 100 ms of its crash}
 * @param asked the figure asked for, with its unit
 * @param seen the figure seen, with its unit, and where it falls short who and when
 * @param line the line of the journal (from 1) that decided it; 0 if none did
 */
public record Finding(boolean passed, String what, String asked, String seen, int line) {}
