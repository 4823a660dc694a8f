/** The commands that {@code ./tapedeck} understands. */
@NullMarked
package io.tapedeck.standalone.cli;

import org.jspecify.annotations.NullMarked;
