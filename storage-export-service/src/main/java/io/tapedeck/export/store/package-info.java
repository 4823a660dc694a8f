/**
 * The recording store on disk: finds the file of a recording, reads only.
 */
@NullMarked
package io.tapedeck.export.store;

import org.jspecify.annotations.NullMarked;
