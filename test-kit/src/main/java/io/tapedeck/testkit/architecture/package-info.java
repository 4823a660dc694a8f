/** The rules of the house that every module's own architecture test runs. */
@NullMarked
package io.tapedeck.testkit.architecture;

import org.jspecify.annotations.NullMarked;
