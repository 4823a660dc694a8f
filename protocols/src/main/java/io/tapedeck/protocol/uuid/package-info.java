/**
 * Ids that sort by their time of birth (RFC 9562). The clock and the source of randomness are the caller's.
 */
@NullMarked
package io.tapedeck.protocol.uuid;

import org.jspecify.annotations.NullMarked;
