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
