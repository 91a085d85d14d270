/**
 * A service and its caller under attack, each a process: {@code .ci/hostile}. What the attack costs is measured against
 * quiet times in between.
 */
@NullMarked
package dev.sleuth.siege;

import org.jspecify.annotations.NullMarked;
