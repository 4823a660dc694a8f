/** Programs of the operating system that some tests need and that not every machine has. */
@NullMarked
package io.tapedeck.testkit.programs;

import org.jspecify.annotations.NullMarked;
