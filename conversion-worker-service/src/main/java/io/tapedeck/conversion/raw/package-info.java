/**
 * Where raw captures come from: fetches the file that an event names and checks that it is the one that was sealed.
 */
@NullMarked
package io.tapedeck.conversion.raw;

import org.jspecify.annotations.NullMarked;
