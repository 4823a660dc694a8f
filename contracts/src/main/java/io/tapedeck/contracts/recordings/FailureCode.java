package io.tapedeck.contracts.recordings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a conversion ended without a file. */
public enum FailureCode {
    /** The raw capture is not where the event says. */
    @JsonProperty("raw_missing")
    RAW_MISSING,
    /** The checksum differs, or the file is not pcapng. */
    @JsonProperty("raw_damaged")
    RAW_DAMAGED,
    /** No decoder for any stream of the capture. */
    @JsonProperty("codec_unsupported")
    CODEC_UNSUPPORTED,
    /** The capture has no packet of sound. */
    @JsonProperty("no_media")
    NO_MEDIA,

    /** There were packets of a codec with a decoder, and the decoder took none of them. */
    @JsonProperty("media_undecodable")
    MEDIA_UNDECODABLE,

    /** The capture has calls, but none with the addresses and ports of the SDP. */
    @JsonProperty("sdp_mismatch")
    SDP_MISMATCH,

    /** The format does not have what the order asks for, or there is no encoder for it. */
    @JsonProperty("format_unsupported")
    FORMAT_UNSUPPORTED,

    /** The recording store could not be read or written. */
    @JsonProperty("store_unreachable")
    STORE_UNREACHABLE,
    /** No space left in the recording store. */
    @JsonProperty("store_full")
    STORE_FULL,
    /** A fault of ours. */
    @JsonProperty("internal")
    INTERNAL
}
