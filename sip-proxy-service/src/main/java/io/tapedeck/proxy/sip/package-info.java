/**
 * SIP on the wire: the only home of JAIN-SIP. A dialog-aware, record-routing, transaction-stateful proxy (RFC 3261, 16),
 * never a back-to-back user agent: what phones say to each other passes untouched; SDP and the headers of our own
 * features are all that is edited. JAIN's threads only sort messages into the mailbox of the call they belong to; all
 * that thinks or blocks runs there, on virtual threads, one message after the other.
 */
@NullMarked
package io.tapedeck.proxy.sip;

import org.jspecify.annotations.NullMarked;
