/** Tools of the tests of all modules. The packages {@code phone}, {@code audio} and {@code rtp} need neither JUnit nor a server. */
@NullMarked
package io.tapedeck.testkit;

import org.jspecify.annotations.NullMarked;
