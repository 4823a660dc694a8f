/**
 * ng OUT: the capture nodes that relay and record the media, spoken to over UDP, and the policy that says which
 * recordings a call gets. The only user of datagram channels beside the SIP stack.
 */
@NullMarked
package io.tapedeck.proxy.recording;

import org.jspecify.annotations.NullMarked;
