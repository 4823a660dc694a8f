/** The {@code tapedeck} command line and the platform in one process. Puts the services together, knows no business. */
@NullMarked
package io.tapedeck.standalone;

import org.jspecify.annotations.NullMarked;
