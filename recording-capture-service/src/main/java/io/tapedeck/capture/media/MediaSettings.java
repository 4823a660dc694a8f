package io.tapedeck.capture.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param mediaAddress what parties are told to send to
 * @param bindAddress the local address behind it when that is another one; null for the same
 * @param rtpPorts such as {@code 30000-39999}
 * @param portRest how long a port stays unused after a call
 * @param learningTime for how long after learning another source the signalled one still wins
 */
@ConfigurationProperties("tapedeck.capture")
record MediaSettings(
        String mediaAddress, @Nullable String bindAddress, String rtpPorts, Duration portRest, Duration learningTime) {

    MediaSettings {
        if (mediaAddress.isBlank() || mediaAddress.equals("0.0.0.0") || mediaAddress.equals("::")) {
            throw new IllegalArgumentException(
                    "tapedeck.capture.media-address has to be an address that parties can send to");
        }
        String local = localAddress(mediaAddress, bindAddress);
        if (isIpv6(mediaAddress) != isIpv6(local)) {
            throw new IllegalArgumentException("tapedeck.capture: media-address " + mediaAddress + " and bind-address "
                    + local + " have to be of one family, IPv4 or IPv6");
        }
        PortRange.parse(rtpPorts);
        if (portRest.isNegative() || learningTime.isNegative()) {
            throw new IllegalArgumentException("tapedeck.capture: times must not be negative");
        }
    }

    PortRange range() {
        return PortRange.parse(rtpPorts);
    }

    String localAddress() {
        return localAddress(mediaAddress, bindAddress);
    }

    private static String localAddress(String mediaAddress, @Nullable String bindAddress) {
        return bindAddress == null || bindAddress.isBlank() ? mediaAddress : bindAddress;
    }

    private static boolean isIpv6(String host) {
        try {
            return InetAddress.getByName(host) instanceof Inet6Address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("tapedeck.capture: no host has the address " + host, e);
        }
    }
}
