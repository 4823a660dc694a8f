package io.tapedeck.capture.control;

import io.tapedeck.capture.session.SessionRules;
import io.tapedeck.contracts.TenantId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param ng where to listen for controllers' datagrams, see {@link ListenAddresses}
 * @param ngTcp where to listen for their connections; empty for nowhere
 * @param ngHttp where to listen for their HTTP; empty for nowhere
 * @param dtmfLogDest where keys that were pressed are told as JSON datagrams; empty for nowhere
 * @param eventLogDest where all other events are told so; empty for nowhere
 * @param ngConnections how many may be open at a time, on each address
 * @param ngIdle how long one without a request stays open
 * @param ngRequestTime how long one request may take to arrive
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
        String ngTcp,
        String ngHttp,
        String dtmfLogDest,
        String eventLogDest,
        int ngConnections,
        Duration ngIdle,
        Duration ngRequestTime,
        String mediaAddress,
        String node,
        Duration mediaTimeout,
        Duration unansweredTimeout,
        Duration drain,
        @Nullable String defaultTenant,
        Duration cookieLife,
        int requestLimit) {

    private static final String NG = "tapedeck.capture.ng";
    private static final String NG_TCP = "tapedeck.capture.ng-tcp";
    private static final String NG_HTTP = "tapedeck.capture.ng-http";

    ControlSettings {
        if (ListenAddresses.parse(NG, ng).isEmpty()) {
            throw new IllegalArgumentException(NG + " names no address");
        }
        List<InetSocketAddress> _ = ListenAddresses.parse(NG_TCP, ngTcp);
        List<InetSocketAddress> _ = ListenAddresses.parse(NG_HTTP, ngHttp);
        List<InetSocketAddress> _ = ListenAddresses.parse("tapedeck.capture.dtmf-log-dest", dtmfLogDest);
        List<InetSocketAddress> _ = ListenAddresses.parse("tapedeck.capture.event-log-dest", eventLogDest);
        if (ngConnections < 1 || !ngIdle.isPositive() || !ngRequestTime.isPositive()) {
            throw new IllegalArgumentException(
                    "tapedeck.capture: ng-connections, ng-idle and ng-request-time have to be positive");
        }
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

    List<InetSocketAddress> udpAddresses() {
        return ListenAddresses.parse(NG, ng);
    }

    List<InetSocketAddress> tcpAddresses() {
        return ListenAddresses.parse(NG_TCP, ngTcp);
    }

    List<InetSocketAddress> httpAddresses() {
        return ListenAddresses.parse(NG_HTTP, ngHttp);
    }

    List<InetSocketAddress> digitLog() {
        return ListenAddresses.parse("tapedeck.capture.dtmf-log-dest", dtmfLogDest);
    }

    List<InetSocketAddress> eventLog() {
        return ListenAddresses.parse("tapedeck.capture.event-log-dest", eventLogDest);
    }

    StreamLimits streamLimits() {
        return StreamLimits.of(ngConnections, ngIdle, ngRequestTime);
    }

    SessionRules rules() {
        return new SessionRules(node, mediaAddress, mediaTimeout, unansweredTimeout, drain, tenant(defaultTenant));
    }

    private static @Nullable TenantId tenant(@Nullable String id) {
        return id == null || id.isBlank() ? null : TenantId.of(id);
    }
}
