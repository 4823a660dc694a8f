package io.tapedeck.capture.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param mediaAddress what parties are told to send to
 * @param bindAddress the local address behind it when that is another one; null for the same
 * @param interfaces see {@link MediaInterface#parse}; empty for the one above
 * @param rtpPorts such as {@code 30000-39999}
 * @param portRest how long a port stays unused after a call
 * @param io how datagrams are received and sent
 * @param ioThreads the most event loops; {@code auto} for one per processor
 * @param realtime whether the loops' threads run before everything else
 * @param pace what a packet waits at most, so that several are taken at a time
 * @param dscp of what is sent, 0 to 63
 * @param learningTime for how long after the signalling an unknown source may be learned
 * @param plays most announcements and tones that sound at a time
 */
@ConfigurationProperties("tapedeck.capture")
record MediaSettings(
        String mediaAddress,
        @Nullable String bindAddress,
        @Nullable String interfaces,
        String rtpPorts,
        Duration portRest,
        IoChoice io,
        String ioThreads,
        RealTime realtime,
        Duration pace,
        int dscp,
        Duration learningTime,
        int plays) {

    private static final Duration LONGEST_PACE = Duration.ofMillis(5);
    private static final int MOST_LOOPS = 64;

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
        if (interfaces != null && !interfaces.isBlank()) {
            List<MediaInterface> _ = MediaInterface.parse(interfaces);
        }
        PortRange.parse(rtpPorts);
        if (plays < 1) {
            throw new IllegalArgumentException("tapedeck.capture.plays has to be positive");
        }
        if (portRest.isNegative() || learningTime.isNegative()) {
            throw new IllegalArgumentException("tapedeck.capture: times must not be negative");
        }
        if (pace.isNegative() || pace.compareTo(LONGEST_PACE) > 0) {
            throw new IllegalArgumentException("tapedeck.capture.pace has to be at most 5ms, was " + pace);
        }
        if (dscp < 0 || dscp > 63) {
            throw new IllegalArgumentException("tapedeck.capture.dscp has to be between 0 and 63, was " + dscp);
        }
        if (!ioThreads.matches("auto|[1-9]|[1-5][0-9]|6[0-4]")) {
            throw new IllegalArgumentException(
                    "tapedeck.capture.io-threads has to be auto or 1 to " + MOST_LOOPS + ", was " + ioThreads);
        }
    }

    int mostLoops() {
        return ioThreads.equals("auto")
                ? Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors())
                : Integer.parseInt(ioThreads);
    }

    /** The DSCP where it stands in the IP header (RFC 2474, 3): in the upper six bits. */
    int trafficClass() {
        return dscp << 2;
    }

    /** At least one. */
    List<MediaInterface> all() {
        return interfaces == null || interfaces.isBlank()
                ? List.of(new MediaInterface("default", MediaInterface.resolve(localAddress()), mediaAddress))
                : MediaInterface.parse(interfaces);
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
