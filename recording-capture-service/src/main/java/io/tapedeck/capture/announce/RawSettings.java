package io.tapedeck.capture.announce;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param rawUrl where workers reach this node's HTTP, {@code http://host:port}; empty when they share its spool */
@ConfigurationProperties("tapedeck.capture")
record RawSettings(String rawUrl) {

    RawSettings {
        rawUrl = rawUrl.endsWith("/") ? rawUrl.substring(0, rawUrl.length() - 1) : rawUrl;
        if (!rawUrl.isEmpty() && !isHttp(rawUrl)) {
            throw new IllegalArgumentException("tapedeck.capture.raw-url has to be http://host:port, was " + rawUrl);
        }
    }

    private static boolean isHttp(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme();
        return uri.getHost() != null && scheme != null && (scheme.equals("http") || scheme.equals("https"));
    }
}
