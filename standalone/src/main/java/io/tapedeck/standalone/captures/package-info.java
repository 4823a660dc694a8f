/** The commands that look into a spool of raw captures. */
@NullMarked
package io.tapedeck.standalone.captures;

import org.jspecify.annotations.NullMarked;
