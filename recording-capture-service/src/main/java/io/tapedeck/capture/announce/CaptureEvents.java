package io.tapedeck.capture.announce;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.RawFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Manifests as events. The same manifest always gives the same event with the same id. */
final class CaptureEvents {

    private static final ObjectWriter WRITER =
            JsonMapper.builder().build().writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {});

    private CaptureEvents() {}

    static byte[] started(Manifest manifest) {
        CaptureDescription c = manifest.capture();
        return bytes(
                c,
                c.startedAt(),
                new CaptureStarted(c.captureId(), c.sessionId(), c.node(), c.startedAt(), c.orders()));
    }

    static byte[] sealed(Manifest manifest, URI location) {
        CaptureDescription c = manifest.capture();
        Instant sealedAt = Objects.requireNonNull(manifest.sealedAt(), "sealed manifests have a time");
        Manifest.Media media = Objects.requireNonNull(manifest.media(), "sealed manifests have media");
        var event = new CaptureSealed(
                c.captureId(),
                c.sessionId(),
                c.node(),
                c.tenantId(),
                c.callId(),
                c.caller(),
                c.callee(),
                c.startedAt(),
                Objects.requireNonNull(c.endedAt(), "sealed captures have ended"),
                sealedAt,
                Objects.requireNonNull(c.reason(), "sealed captures have a reason"),
                manifest.recovered(),
                c.droppedPackets(),
                new RawFile(location, media.bytes(), media.sha256()),
                c.streams().stream().map(StreamDescription::stream).toList(),
                c.intervals(),
                c.orders(),
                c.measured(),
                c.metadata(),
                c.keys(),
                c.masked());
        return bytes(c, sealedAt, event);
    }

    private static byte[] bytes(CaptureDescription capture, Instant at, CaptureEvent event) {
        // a capture that was sealed again is news
        String name = event.getClass().getSimpleName() + capture.captureId() + at;
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        URI source = URI.create("/tapedeck/recording-capture-service/" + capture.node());
        return WRITER.writeValueAsBytes(
                CloudEvent.of(id, source, capture.sessionId().toString(), at, event));
    }
}
