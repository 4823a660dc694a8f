package io.tapedeck.gateway.calls;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which sip-proxies have calls.
 *
 * @param sipProxy base address of one proxy's internal HTTP, which is asked when no others are named
 * @param sipProxies base addresses of all proxies, where there are several; each knows its own calls only
 * @param sipProxyCallTimeout how long one may take to do something to a recording, its capture node included
 */
@ConfigurationProperties("tapedeck.gateway")
record CallsSettings(URI sipProxy, @Nullable List<URI> sipProxies, Duration sipProxyCallTimeout) {

    CallsSettings {
        sipProxies = sipProxies == null || sipProxies.isEmpty() ? List.of(sipProxy) : List.copyOf(sipProxies);
        for (URI proxy : sipProxies) {
            if (!"http".equals(proxy.getScheme()) && !"https".equals(proxy.getScheme())) {
                throw new IllegalArgumentException(
                        "tapedeck.gateway.sip-proxies must be http addresses, one was " + proxy);
            }
        }
        if (!sipProxyCallTimeout.isPositive()) {
            throw new IllegalArgumentException("tapedeck.gateway.sip-proxy-call-timeout must be positive");
        }
    }

    List<URI> all() {
        return sipProxies == null ? List.of(sipProxy) : sipProxies;
    }
}
