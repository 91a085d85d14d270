/** What is to be seen at one moment, as data: pure. */
@NullMarked
package dev.sleuth.dashboard.model;

import org.jspecify.annotations.NullMarked;
