package io.tapedeck.gateway.catalogue;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How cdr-service is reached.
 *
 * @param cdrService base address of its internal HTTP interface
 * @param cdrServiceTimeout for connecting, and again for the answer
 */
@ConfigurationProperties("tapedeck.gateway")
public record CatalogueSettings(URI cdrService, Duration cdrServiceTimeout) {

    public CatalogueSettings {
        if (!"http".equals(cdrService.getScheme()) && !"https".equals(cdrService.getScheme())) {
            throw new IllegalArgumentException(
                    "tapedeck.gateway.cdr-service must be an http address, was " + cdrService);
        }
        if (cdrServiceTimeout.isNegative() || cdrServiceTimeout.isZero()) {
            throw new IllegalArgumentException("tapedeck.gateway.cdr-service-timeout must be positive");
        }
    }

    /**
     * @param token shared with cdr-service; empty when it asks for none
     */
    @ConfigurationProperties("tapedeck.internal")
    public record InternalAccess(String token) {

        @Override
        public String toString() {
            return "InternalAccess"; // no token in a log
        }
    }
}
