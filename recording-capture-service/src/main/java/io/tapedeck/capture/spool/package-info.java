/** Disk: the bounded ring between relay and disk, the raw capture as pcapng, its manifest, and recovery of what a crash left open. */
@NullMarked
package io.tapedeck.capture.spool;

import org.jspecify.annotations.NullMarked;
