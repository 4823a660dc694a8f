package io.tapedeck.protocol.video;

import java.util.Optional;

/** Codecs whose packets can be put together. */
public enum VideoCodec {
    H264,
    VP8;

    /** @param encoding name in the SDP, upper case */
    public static Optional<VideoCodec> named(String encoding) {
        return switch (encoding) {
            case "H264" -> Optional.of(H264);
            case "VP8" -> Optional.of(VP8);
            default -> Optional.empty();
        };
    }

    /** @param fmtp parameters of the sender's format, as they stand */
    public VideoPayload payload(String fmtp) {
        return switch (this) {
            case H264 -> new H264Payload(ParameterSets.ofFmtp(fmtp));
            case VP8 -> new Vp8Payload();
        };
    }
}
