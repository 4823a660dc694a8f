/** The conversion engine on the command line. */
@NullMarked
package io.tapedeck.standalone.convert;

import org.jspecify.annotations.NullMarked;
