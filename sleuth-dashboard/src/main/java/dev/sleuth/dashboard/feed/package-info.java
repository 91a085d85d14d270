/** Where it comes from: a journal, a run that goes on, a network. Knows no window. */
@NullMarked
package dev.sleuth.dashboard.feed;

import org.jspecify.annotations.NullMarked;
