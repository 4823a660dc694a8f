/**
 * The IP and UDP headers around a media packet, so that a capture shows who sent what to whom (RFC 791, 768, 8200).
 */
@NullMarked
package io.tapedeck.protocol.ip;

import org.jspecify.annotations.NullMarked;
