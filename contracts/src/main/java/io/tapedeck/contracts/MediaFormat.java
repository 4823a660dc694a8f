package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The formats a recording can be delivered in. */
public enum MediaFormat {
    @JsonProperty("wav")
    WAV("wav", "audio/wav"),
    @JsonProperty("mp3")
    MP3("mp3", "audio/mpeg"),
    /** Opus in Ogg (RFC 7845). */
    @JsonProperty("opus")
    OPUS("opus", "audio/ogg"),
    @JsonProperty("flac")
    FLAC("flac", "audio/flac"),
    /** AMR narrow-band, one channel of 8 kHz (RFC 4867, 5). */
    @JsonProperty("amr")
    AMR("amr", "audio/amr"),
    /** H.264 and AAC; of a call without video only AAC. */
    @JsonProperty("mp4")
    MP4("mp4", "video/mp4"),
    /** VP8 and Opus; of a call without video only Opus. */
    @JsonProperty("webm")
    WEBM("webm", "video/webm");

    private final String extension;
    private final String mediaType;

    MediaFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** File name extension without the dot; also the name in settings and on the wire. */
    public String extension() {
        return extension;
    }

    /** Shows the parties' pictures where the call has them. */
    public boolean isVideo() {
        return this == MP4 || this == WEBM;
    }

    /** The Internet media type that players expect. */
    public String mediaType() {
        return mediaType;
    }
}
