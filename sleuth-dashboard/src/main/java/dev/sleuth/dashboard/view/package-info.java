/** How it is drawn: the only place that knows JavaFX. */
@NullMarked
package dev.sleuth.dashboard.view;

import org.jspecify.annotations.NullMarked;
