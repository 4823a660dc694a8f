/** Topic {@code tapedeck.captures}: raw captures on disk, written by the capture service. */
@NullMarked
package io.tapedeck.contracts.captures;

import org.jspecify.annotations.NullMarked;
