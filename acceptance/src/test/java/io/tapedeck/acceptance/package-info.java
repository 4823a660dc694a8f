/** Black-box tests of the whole: real phones, real HTTP, a real browser, against the platform as its users start it. */
@NullMarked
package io.tapedeck.acceptance;

import org.jspecify.annotations.NullMarked;
