/** The relay under load: calls set up over ng, media from {@code bench/rtpgen.c}, figures from {@code /proc}. */
@NullMarked
package io.tapedeck.standalone.bench.relay;

import org.jspecify.annotations.NullMarked;
