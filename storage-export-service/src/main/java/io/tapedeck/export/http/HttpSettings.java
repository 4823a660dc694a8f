package io.tapedeck.export.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the other side is reached.
 *
 * @param connect how long it may take to accept the connection
 */
@ConfigurationProperties("tapedeck.export.http")
public record HttpSettings(Duration connect) {

    public HttpSettings {
        if (!connect.isPositive()) {
            throw new IllegalArgumentException("tapedeck.export.http.connect must be positive, was " + connect);
        }
    }
}
