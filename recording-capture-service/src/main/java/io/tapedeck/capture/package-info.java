/** The capture service: relays the media of calls and writes down what is to be recorded. */
@NullMarked
package io.tapedeck.capture;

import org.jspecify.annotations.NullMarked;
