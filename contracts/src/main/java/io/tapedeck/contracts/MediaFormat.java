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
    AMR("amr", "audio/amr");

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

    /** The Internet media type that players expect. */
    public String mediaType() {
        return mediaType;
    }
}
