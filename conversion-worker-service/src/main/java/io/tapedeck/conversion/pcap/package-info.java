/**
 * Calls out of any packet capture: finds the two parties' streams by what their session descriptions say, and gives them to
 * the engine as if the capture service had written them.
 */
@NullMarked
package io.tapedeck.conversion.pcap;

import org.jspecify.annotations.NullMarked;
