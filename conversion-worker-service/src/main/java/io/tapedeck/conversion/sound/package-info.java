/**
 * What can be said about finished sound: loudness, wave form, who talks how much. Pure arithmetic that is fed block by block and
 * needs memory that does not depend on the call, but for a few bytes of wave form a second.
 */
@NullMarked
package io.tapedeck.conversion.sound;

import org.jspecify.annotations.NullMarked;
