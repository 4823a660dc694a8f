package io.tapedeck.conversion.calls;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A call with known truth: classic pcap and a description in JSON, as a raw capture of ours. */
public record Fixture(String name, Instant startedAt, Duration duration, List<MediaStream> streams, RawCall call) {

    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;

    public static Fixture read(Path folder, String name) throws IOException {
        JsonNode json =
                JsonMapper.shared().readTree(folder.resolve(name + ".json").toFile());
        long t0 = json.at("/call/t0_unix_ns").longValue();
        double millis = json.at("/call/duration_ms").doubleValue();
        var call = new RawCall();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".pcap.gz")))) {
            replay(ByteBuffer.wrap(in.readAllBytes()), json, call);
        }
        return new Fixture(
                name,
                Instant.ofEpochSecond(0, t0),
                Duration.ofNanos(Math.round(millis * 1e6)),
                List.of(
                        stream(0, Side.CALLER, json.at("/legs/caller")),
                        stream(1, Side.CALLEE, json.at("/legs/callee"))),
                call);
    }

    private static MediaStream stream(int index, Side side, JsonNode leg) {
        var formats = new ArrayList<PayloadFormat>();
        formats.add(new PayloadFormat(101, "TELEPHONE-EVENT", 8000, 1, ""));
        for (JsonNode stream : leg.at("/streams")) {
            formats.add(new PayloadFormat(
                    stream.get("pt").intValue(),
                    stream.get("encoding").stringValue().toUpperCase(Locale.ROOT),
                    stream.get("clock_rate").intValue(),
                    stream.path("channels").asInt(1),
                    ""));
        }
        return RawCall.stream(index, side, formats.toArray(PayloadFormat[]::new));
    }

    private static void replay(ByteBuffer pcap, JsonNode json, RawCall call) {
        pcap.order(ByteOrder.LITTLE_ENDIAN);
        if (pcap.getInt(0) != NANOSECOND_MAGIC && pcap.getInt(0) != 0xa1b2c3d4) {
            pcap.order(ByteOrder.BIG_ENDIAN);
        }
        long unit = pcap.getInt(0) == NANOSECOND_MAGIC ? 1 : 1_000;
        int link = pcap.getInt(20);
        int callerPort = json.at("/legs/caller/src/1").intValue();
        int calleePort = json.at("/legs/callee/src/1").intValue();
        for (int at = PCAP_HEADER; at + RECORD_HEADER <= pcap.limit(); ) {
            long nanos =
                    (pcap.getInt(at) & 0xFFFF_FFFFL) * 1_000_000_000L + (pcap.getInt(at + 4) & 0xFFFF_FFFFL) * unit;
            int length = pcap.getInt(at + 8);
            ByteBuffer frame = pcap.slice(at + RECORD_HEADER, length);
            udp(frame, link == 1 ? 14 : 0, nanos, callerPort, calleePort, call);
            at += RECORD_HEADER + length;
        }
    }

    private static void udp(ByteBuffer frame, int ip, long nanos, int callerPort, int calleePort, RawCall call) {
        int transport = ip + (frame.get(ip) & 0x0F) * 4;
        int source = frame.getShort(transport) & 0xFFFF;
        int side = source == callerPort ? 0 : source == calleePort ? 1 : -1;
        if (side >= 0) {
            int length = (frame.getShort(transport + 4) & 0xFFFF) - 8;
            call.add(side, nanos, frame.slice(transport + 8, length));
        }
    }
}
