package io.tapedeck.gateway.policy;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the sip-proxy is reached.
 *
 * @param sipProxy base address of the internal HTTP of any of the proxies; they all hold the same directory
 * @param sipProxyTimeout for connecting, and again for the answer
 */
@ConfigurationProperties("tapedeck.gateway")
record PolicySettings(URI sipProxy, Duration sipProxyTimeout) {

    PolicySettings {
        if (!"http".equals(sipProxy.getScheme()) && !"https".equals(sipProxy.getScheme())) {
            throw new IllegalArgumentException("tapedeck.gateway.sip-proxy must be an http address, was " + sipProxy);
        }
        if (sipProxyTimeout.isNegative() || sipProxyTimeout.isZero()) {
            throw new IllegalArgumentException("tapedeck.gateway.sip-proxy-timeout must be positive");
        }
    }
}
