package io.tapedeck.capture.control;

import static io.tapedeck.capture.control.NgReplies.list;
import static io.tapedeck.capture.control.NgReplies.number;
import static io.tapedeck.capture.control.NgReplies.text;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.SignalledParty;
import io.tapedeck.capture.session.StreamStatistics;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.PayloadType;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code query} and {@code delete} say about a call: tags, medias, streams, totals. */
final class CallReport {

    private final CaptureSession session;
    private final String localAddress;
    private final Instant now;
    private final long nanoTime;
    private List<StreamStatistics> statistics = List.of();

    /** @param nanoTime {@link System#nanoTime()} at {@code now} */
    CallReport(CaptureSession session, String localAddress, Instant now, long nanoTime) {
        this.session = session;
        this.localAddress = localAddress;
        this.now = now;
        this.nanoTime = nanoTime;
    }

    Map<String, NgValue> entries() {
        statistics = session.statistics();
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("created", number(session.createdAt().getEpochSecond()));
        entries.put("created_us", number(session.createdAt().get(ChronoField.MICRO_OF_SECOND)));
        entries.put("last signal", number(session.lastSignalAt().getEpochSecond()));
        entries.put("SSRC", new SourceReport(statistics).entries());
        entries.put("tags", tags());
        entries.put("totals", totals());
        NgDictionary own = own();
        if (!own.entries().isEmpty()) {
            entries.put("tapedeck", own);
        }
        return entries;
    }

    /** For a controller that does not look at the rest, which costs both sides more than all else of a command. */
    Map<String, NgValue> ownEntries() {
        NgDictionary own = own();
        return own.entries().isEmpty() ? Map.of() : Map.of("tapedeck", own);
    }

    /** What only this service knows: under which number the call is captured, and what was said about it. */
    private NgDictionary own() {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        session.captureId().ifPresent(id -> entries.put("capture", text(id.toString())));
        Map<String, NgValue> metadata = new LinkedHashMap<>();
        session.identity().metadata().forEach((key, value) -> metadata.put(key, text(value)));
        if (!metadata.isEmpty()) {
            entries.put("metadata", new NgDictionary(metadata));
        }
        Map<String, NgValue> silent = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            String name = side.name().toLowerCase(Locale.ROOT);
            session.sound().silentFor(side).ifPresent(time -> silent.put(name, number(time.toMillis())));
        }
        if (!silent.isEmpty()) {
            entries.put("silent", new NgDictionary(silent));
        }
        return new NgDictionary(entries);
    }

    private NgDictionary tags() {
        Map<String, NgValue> tags = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            Optional<SignalledParty> party = session.party(side);
            String tag = party.map(SignalledParty::tag).orElse("");
            tags.put(tag.isEmpty() ? "<untagged 1>" : tag, tag(side, tag, party.orElse(null)));
        }
        return new NgDictionary(tags);
    }

    private NgDictionary tag(Side side, String tag, @Nullable SignalledParty party) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("tag", text(tag));
        if (party != null && !party.label().isEmpty()) {
            entries.put("label", text(party.label()));
        }
        entries.put("created", number((party == null ? session.createdAt() : party.since()).getEpochSecond()));
        NgDictionary other = subscription(side == Side.CALLER ? Side.CALLEE : Side.CALLER);
        entries.put("subscriptions", list(List.of(other)));
        entries.put("subscribers", list(List.of(other)));
        entries.put("medias", list(medias(side, party)));
        return new NgDictionary(entries);
    }

    private NgDictionary subscription(Side other) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("tag", text(session.party(other).map(SignalledParty::tag).orElse("")));
        entries.put("type", text("offer/answer"));
        return new NgDictionary(entries);
    }

    private List<NgDictionary> medias(Side side, @Nullable SignalledParty party) {
        List<MediaDescription> lines = party == null ? List.of() : linesOf(party.sdp());
        int count = statistics.stream()
                .filter(s -> s.key().side() == side)
                .mapToInt(s -> s.key().mediaIndex() + 1)
                .max()
                .orElse(0);
        List<NgDictionary> medias = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            medias.add(media(side, i, i < lines.size() ? lines.get(i) : null));
        }
        return medias;
    }

    private static List<MediaDescription> linesOf(String sdp) {
        try {
            return SessionDescription.parse(sdp).media();
        } catch (SdpException _) {
            return List.of(); // it was parsed when it arrived
        }
    }

    private NgDictionary media(Side side, int index, @Nullable MediaDescription line) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("index", number(index + 1));
        if (line != null) {
            entries.put("type", text(line.type()));
            entries.put("protocol", text(line.protocol()));
            line.payloadTypes().stream().findFirst().ifPresent(codec -> entries.put("codec", text(name(codec))));
            entries.put("flags", list(flags(line)));
        }
        entries.put(
                "streams",
                list(statistics.stream()
                        .filter(s -> s.key().side() == side && s.key().mediaIndex() == index)
                        .map(this::stream)
                        .toList()));
        return new NgDictionary(entries);
    }

    private static String name(PayloadType codec) {
        return codec.encoding() + "/" + codec.clockRateHertz() + (codec.channels() > 1 ? "/" + codec.channels() : "");
    }

    private static List<NgValue> flags(MediaDescription line) {
        List<NgValue> flags = new ArrayList<>(List.of(text("initialized")));
        if (line.direction().sends()) {
            flags.add(text("send"));
        }
        if (line.direction().receives()) {
            flags.add(text("recv"));
        }
        return flags;
    }

    private NgDictionary stream(StreamStatistics s) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("local port", number(s.localPort()));
        String local = session.localHost(s.key().side(), s.key().mediaIndex()).orElse(localAddress);
        entries.put("local address", text(local));
        entries.put("family", text(family(local)));
        MediaAddress endpoint = s.source() == null ? s.signalled() : s.source();
        if (endpoint != null) {
            entries.put("endpoint", endpoint(endpoint));
        }
        if (s.signalled() != null) {
            entries.put("advertised endpoint", endpoint(s.signalled()));
        }
        if (s.packets() > 0) {
            entries.put(
                    "last packet",
                    number(now.minusNanos(nanoTime - s.lastPacketNanos()).getEpochSecond()));
        }
        entries.put("flags", list(List.of(text(s.key().component().name()), text("filled"))));
        entries.put("SSRC", number(Integer.toUnsignedLong(s.ssrc())));
        entries.put("stats", counts(s.packets(), s.bytes(), s.errors()));
        if (s.isRtp()) {
            entries.put("reception", SourceReport.reception(s));
        }
        return new NgDictionary(entries);
    }

    private static NgDictionary endpoint(MediaAddress address) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("family", text(family(address.host())));
        entries.put("address", text(address.host()));
        entries.put("port", number(address.port()));
        return new NgDictionary(entries);
    }

    private static String family(String address) {
        return address.contains(":") ? "IPv6" : "IPv4";
    }

    private NgDictionary totals() {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("RTP", total(Component.RTP));
        entries.put("RTCP", total(Component.RTCP));
        return new NgDictionary(entries);
    }

    private NgDictionary total(Component component) {
        long packets = 0;
        long bytes = 0;
        long errors = 0;
        for (StreamStatistics s : statistics) {
            if (s.key().component() == component) {
                packets += s.packets();
                bytes += s.bytes();
                errors += s.errors();
            }
        }
        return counts(packets, bytes, errors);
    }

    private static NgDictionary counts(long packets, long bytes, long errors) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("packets", number(packets));
        entries.put("bytes", number(bytes));
        entries.put("errors", number(errors));
        return new NgDictionary(entries);
    }
}
