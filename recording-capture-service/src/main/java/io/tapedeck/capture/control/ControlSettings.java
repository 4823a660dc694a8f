package io.tapedeck.capture.control;

import io.tapedeck.capture.session.SessionRules;
import io.tapedeck.contracts.TenantId;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param ng {@code host:port} to listen on for controllers
 * @param mediaAddress what parties are told to send to
 * @param node this node's name
 * @param mediaTimeout see {@link SessionRules}
 * @param unansweredTimeout see {@link SessionRules}
 * @param drain see {@link SessionRules}
 * @param defaultTenant see {@link SessionRules}; empty for none
 * @param cookieLife for how long a repeated request gets the stored reply
 * @param requestLimit requests that may wait
 */
@ConfigurationProperties("tapedeck.capture")
record ControlSettings(
        String ng,
        String mediaAddress,
        String node,
        Duration mediaTimeout,
        Duration unansweredTimeout,
        Duration drain,
        @Nullable String defaultTenant,
        Duration cookieLife,
        int requestLimit) {

    ControlSettings {
        parse(ng);
        if (mediaTimeout.isNegative()
                || mediaTimeout.isZero()
                || unansweredTimeout.isNegative()
                || unansweredTimeout.isZero()
                || drain.isNegative()
                || cookieLife.isNegative()) {
            throw new IllegalArgumentException("tapedeck.capture: times must be positive");
        }
        if (node.isBlank() || !node.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("tapedeck.capture.node is no name: " + node);
        }
        if (requestLimit < 1) {
            throw new IllegalArgumentException("tapedeck.capture.request-limit has to be positive");
        }
        tenant(defaultTenant);
    }

    InetSocketAddress address() {
        return parse(ng);
    }

    SessionRules rules() {
        return new SessionRules(node, mediaAddress, mediaTimeout, unansweredTimeout, drain, tenant(defaultTenant));
    }

    private static @Nullable TenantId tenant(@Nullable String id) {
        return id == null || id.isBlank() ? null : TenantId.of(id);
    }

    private static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                String host = text.substring(0, colon).replace("[", "").replace("]", "");
                return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tapedeck.capture.ng is not host:port: " + text, e);
        }
        throw new IllegalArgumentException("tapedeck.capture.ng is not host:port: " + text);
    }
}
