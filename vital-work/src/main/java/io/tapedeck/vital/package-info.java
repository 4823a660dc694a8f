/** Work that a service lives by, on a thread of its own: it survives faults of ours and tells how it is. */
@NullMarked
package io.tapedeck.vital;

import org.jspecify.annotations.NullMarked;
