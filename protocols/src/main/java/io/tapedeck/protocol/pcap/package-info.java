/**
 * The classic capture file of libpcap, as tcpdump writes it.
 */
@NullMarked
package io.tapedeck.protocol.pcap;

import org.jspecify.annotations.NullMarked;
