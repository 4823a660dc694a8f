package io.tapedeck.capture.media;

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
        PortRange.parse(rtpPorts);
        if (portRest.isNegative() || learningTime.isNegative()) {
            throw new IllegalArgumentException("tapedeck.capture: times must not be negative");
        }
    }

    PortRange range() {
        return PortRange.parse(rtpPorts);
    }

    String localAddress() {
        return bindAddress == null || bindAddress.isBlank() ? mediaAddress : bindAddress;
    }
}
