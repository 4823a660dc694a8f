/** Sound at 8 kHz for calls in tests: where it comes from, and how to recognise it in a recording. */
@NullMarked
package io.tapedeck.testkit.audio;

import org.jspecify.annotations.NullMarked;
