/** Uses a running platform from outside, as customers do: REST, SIP phones, playback. Serves the demo and benchmarks. */
@NullMarked
package io.tapedeck.standalone.demo;

import org.jspecify.annotations.NullMarked;
