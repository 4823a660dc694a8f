package io.tapedeck.gateway.announcements;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How announcements are made.
 *
 * @param espeak the program espeak-ng: its name on the PATH, or its path
 * @param url a speech service that is asked instead; empty for none
 * @param token it wants; empty for none
 * @param ffmpeg program that decodes and encodes; empty for the one that is shipped
 */
@ConfigurationProperties("tapedeck.gateway.speech")
public record SpeechSettings(String espeak, String url, String token, String ffmpeg) {

    public SpeechSettings {
        if (!url.isEmpty() && !URI.create(url).isAbsolute()) {
            throw new IllegalArgumentException("tapedeck.gateway.speech.url must be an http or https address");
        }
    }
}
