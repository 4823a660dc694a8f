package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the parties are laid out in a recording. */
public enum ChannelLayout {
    @JsonProperty("mono")
    MONO,
    /** First channel the caller, second the callee; always. */
    @JsonProperty("stereo")
    STEREO,
    /** A file of one channel for each party. */
    @JsonProperty("split")
    SPLIT
}
