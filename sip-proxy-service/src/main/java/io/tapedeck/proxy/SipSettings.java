package io.tapedeck.proxy;

import io.tapedeck.proxy.announce.InterruptedCalls.AdoptionSettings;
import io.tapedeck.proxy.announce.JournalSettings;
import io.tapedeck.proxy.recording.CaptureNodeSettings;
import io.tapedeck.proxy.routing.RegistrarSettings;
import io.tapedeck.proxy.sip.ConnectionLimits;
import io.tapedeck.proxy.sip.SipServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * {@code tapedeck.sip}; the defaults and their reasons stand in {@code sip-proxy-service.yaml}. Nonsense stops the start.
 *
 * @param listen {@code host:port} for UDP and TCP; port 0 for any
 * @param address host that others are to reach the proxy by; null for the address of the interface towards the peer
 * @param captureNodes ng addresses
 * @param data folder for what has to outlive a restart
 * @param key hexadecimal secret; null to make one in the data folder
 * @param interDigit the longest pause between two digits of a feature code
 * @param instance name of this proxy in the source of its events
 */
@ConfigurationProperties("tapedeck.sip")
public record SipSettings(
        String listen,
        @Nullable String address,
        List<String> captureNodes,
        Path data,
        @Nullable String key,
        String instance,
        Duration timerC,
        Duration inviteTimeout,
        int maxSessions,
        ConnectionLimits tcp,
        Duration mediaCheckInterval,
        Duration interDigit,
        Ng ng,
        RegistrarSettings registration,
        Journal journal,
        AdoptionSettings adoption) {

    public SipSettings {
        address = address == null || address.isBlank() ? null : address;
        key = key == null || key.isBlank() ? null : key;
        captureNodes = List.copyOf(captureNodes);
        if (!instance.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException(
                    "tapedeck.sip.instance is letters, digits, dots and hyphens: " + instance);
        }
        if (listen.lastIndexOf(':') < 1) {
            throw new IllegalArgumentException("tapedeck.sip.listen is host:port, not " + listen);
        }
    }

    /** How capture nodes are spoken to; see {@link CaptureNodeSettings}. */
    public record Ng(
            Duration answerWithin,
            Duration firstRetransmission,
            Duration pingEvery,
            int missedPings,
            Duration busyFor) {}

    /** The call journal; see {@link JournalSettings}. */
    public record Journal(DataSize segment, Duration syncEvery, Duration heartbeatEvery) {}

    CaptureNodeSettings captureNodeSettings() {
        return new CaptureNodeSettings(
                captureNodes,
                ng.answerWithin(),
                ng.firstRetransmission(),
                ng.pingEvery(),
                ng.missedPings(),
                ng.busyFor());
    }

    JournalSettings journalSettings() {
        return new JournalSettings(
                data.resolve("journal"), journal.segment().toBytes(), journal.syncEvery(), journal.heartbeatEvery());
    }

    SipServerSettings serverSettings() {
        int colon = listen.lastIndexOf(':');
        String host = listen.substring(0, colon).replace("[", "").replace("]", "");
        int port = Integer.parseInt(listen.substring(colon + 1));
        return new SipServerSettings(host, port, address, timerC, inviteTimeout, maxSessions, tcp, mediaCheckInterval);
    }

    byte @Nullable [] secret() {
        return key == null ? null : HexFormat.of().parseHex(key);
    }
}
