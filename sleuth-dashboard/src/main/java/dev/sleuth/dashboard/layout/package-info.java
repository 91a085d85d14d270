/** Where it is to be seen: pure. */
@NullMarked
package dev.sleuth.dashboard.layout;

import org.jspecify.annotations.NullMarked;
