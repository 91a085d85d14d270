/** The window: what people type, and what they look at. */
@NullMarked
package dev.sleuth.dashboard;

import org.jspecify.annotations.NullMarked;
