package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.protocol.pcapng.PcapngBlock;
import io.tapedeck.protocol.pcapng.PcapngBlock.EnhancedPacket;
import io.tapedeck.protocol.pcapng.PcapngBlock.InterfaceDescription;
import io.tapedeck.protocol.pcapng.PcapngBlock.SectionHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A manifest from what the media file says of itself: the section's comment names the session and who talked, each
 * interface its stream and the SDP. What of it was paused or belonged to several recordings is lost; one order covers
 * all that was kept.
 */
final class LostManifest {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Duration LAST_FRAME = Duration.ofMillis(20);
    private static final Pattern SESSION = Pattern.compile("session ([0-9a-fA-F-]{36})");
    private static final Pattern PARTIES = Pattern.compile("Call-ID (.*), caller (.*), callee (.*)");

    private String comment = "";
    private final List<StreamDescription> streams = new ArrayList<>();
    private long packets;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    private LostManifest() {}

    /**
     * @param tenant who gets the recording; null for nobody
     * @throws IOException when the file has not one packet
     */
    static Manifest of(CaptureId id, Path file, @Nullable TenantId tenant) throws IOException {
        var found = new LostManifest();
        MediaScan.Found whole = MediaScan.of(file, Long.MAX_VALUE, (block, _) -> found.look(block));
        if (found.packets == 0) {
            throw new IOException("the media of " + id + " has not one packet");
        }
        CaptureDescription capture = found.description(id, tenant);
        var media = new Media(whole.length(), whole.sha256(), whole.packets());
        return new Manifest(Manifest.VERSION, State.SEALED, true, capture, capture.endedAt(), media, null, null);
    }

    private void look(PcapngBlock block) {
        switch (block) {
            case SectionHeader section -> comment = section.comment();
            case InterfaceDescription one -> streams.add(InterfaceNames.streamOf(one, streams.size()));
            case EnhancedPacket packet -> {
                packets++;
                firstNanos = Math.min(firstNanos, packet.unixNanos());
                lastNanos = Math.max(lastNanos, packet.unixNanos());
            }
            case PcapngBlock.SimplePacket _, PcapngBlock.Other _ -> {
                // tells nothing
            }
        }
    }

    private CaptureDescription description(CaptureId id, @Nullable TenantId tenant) {
        Instant start = instant(firstNanos);
        Instant end = instant(lastNanos).plus(LAST_FRAME);
        List<RecordingOrder> orders = tenant == null ? List.of() : List.of(order(id, tenant));
        Matcher parties = PARTIES.matcher(comment);
        boolean isNamed = parties.find();
        return new CaptureDescription(
                id,
                session(id),
                "resealed",
                tenant,
                isNamed ? parties.group(1) : id.toString(),
                Party.offnet(isNamed ? parties.group(2) : ""),
                Party.offnet(isNamed ? parties.group(3) : ""),
                start,
                end,
                SealReason.RECOVERED,
                0,
                streams,
                List.of(),
                orders,
                orders.stream()
                        .map(order -> new OrderedInterval(order.recordingId(), start, end, false))
                        .toList(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of());
    }

    /** The same again when it is resealed twice: a recording id of its own would be a second recording. */
    private static RecordingOrder order(CaptureId id, TenantId tenant) {
        var recording =
                new RecordingId(UUID.nameUUIDFromBytes(("resealed " + id + tenant).getBytes(StandardCharsets.UTF_8)));
        return new RecordingOrder(recording, tenant, null, MediaFormat.WAV, ChannelLayout.STEREO, null);
    }

    private SessionId session(CaptureId id) {
        Matcher session = SESSION.matcher(comment);
        return session.find() ? SessionId.of(session.group(1)) : new SessionId(id.value());
    }

    private static Instant instant(long unixNanos) {
        return Instant.ofEpochSecond(unixNanos / NANOS_PER_SECOND, unixNanos % NANOS_PER_SECOND);
    }
}
