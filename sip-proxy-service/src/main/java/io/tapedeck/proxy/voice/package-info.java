/**
 * What the platform says in a call: that it is recorded, a tenant's own announcement, beeps, and what a caller is asked.
 * Knows neither SIP nor sound: capture nodes play files that they know by their hash.
 */
@NullMarked
package io.tapedeck.proxy.voice;

import org.jspecify.annotations.NullMarked;
