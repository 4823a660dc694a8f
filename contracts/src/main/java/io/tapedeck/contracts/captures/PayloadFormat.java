package io.tapedeck.contracts.captures;

/**
 * What an RTP payload type stands for on one stream (RFC 8866, 6.6 and 6.15).
 *
 * @param payloadType 0 to 127
 * @param encoding encoding name in upper case, such as {@code PCMU}, {@code OPUS}, {@code TELEPHONE-EVENT}
 * @param clockRateHertz ticks of the RTP timestamp per second
 * @param channels 1 unless the SDP says otherwise
 * @param parameters the {@code a=fmtp} parameters as they stand; empty when there are none
 */
public record PayloadFormat(int payloadType, String encoding, int clockRateHertz, int channels, String parameters) {}
