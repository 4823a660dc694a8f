/** Announcements and tones: sound in the codec of whoever is to hear it, prepared before the relay plays it. */
@NullMarked
package io.tapedeck.capture.prompts;

import org.jspecify.annotations.NullMarked;
