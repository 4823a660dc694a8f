package io.tapedeck.gateway.recordings;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Under which address people reach the gateway.
 *
 * @param publicUrl what stands in front of every link that is given out; null: as the request itself came in
 */
@ConfigurationProperties("tapedeck.gateway")
public record PublicAddress(@Nullable URI publicUrl) {

    public PublicAddress {
        if (publicUrl != null && publicUrl.toString().isEmpty()) {
            publicUrl = null;
        }
        if (publicUrl != null && publicUrl.getHost() == null) {
            throw new IllegalArgumentException("tapedeck.gateway.public-url must be an http address, was " + publicUrl);
        }
    }

    /** The address without a slash at the end. Only while a request is being answered. */
    public String base() {
        String base = publicUrl == null
                ? ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()
                : publicUrl.toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
