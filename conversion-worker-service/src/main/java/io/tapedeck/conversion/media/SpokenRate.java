package io.tapedeck.conversion.media;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.timeline.AudioDecoders;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rate a recording is made in: the highest that was really spoken, which is not always the highest that was agreed on. Only
 * where the agreed formats differ the capture is looked through for it.
 */
final class SpokenRate {

    private static final int TELEPHONY = 8_000;

    private static final Set<String> SILENT = Set.of("CN", "TELEPHONE-EVENT");

    private final AudioDecoders decoders;

    SpokenRate(AudioDecoders decoders) {
        this.decoders = decoders;
    }

    int of(RawCapture capture, List<MediaStream> streams) throws JobFailure {
        List<Integer> agreed = streams.stream()
                .filter(SpokenRate::isAudio)
                .flatMap(stream -> stream.payloads().stream())
                .filter(payload -> !SILENT.contains(payload.encoding()))
                .map(decoders::sampleRateHertz)
                .distinct()
                .toList();
        return agreed.size() < 2 ? agreed.stream().findFirst().orElse(TELEPHONY) : spoken(capture, streams);
    }

    private int spoken(RawCapture capture, List<MediaStream> streams) throws JobFailure {
        Map<Integer, BitSet> seen = new HashMap<>();
        var udp = new UdpFrame();
        var rtp = new RtpPacketView();
        capture.replay((index, _, frame) -> {
            if (udp.wrap(frame)
                    && !RtpPackets.looksLikeRtcp(frame, udp.payloadOffset(), udp.payloadLength())
                    && rtp.wrap(frame, udp.payloadOffset(), udp.payloadLength())) {
                seen.computeIfAbsent(index, _ -> new BitSet()).set(rtp.payloadType());
            }
        });
        int highest = TELEPHONY;
        for (MediaStream stream : streams) {
            BitSet types = seen.getOrDefault(stream.interfaceIndex(), new BitSet());
            for (PayloadFormat format : stream.payloads()) {
                if (isAudio(stream) && types.get(format.payloadType()) && !SILENT.contains(format.encoding())) {
                    highest = Math.max(highest, decoders.sampleRateHertz(format));
                }
            }
        }
        return highest;
    }

    private static boolean isAudio(MediaStream stream) {
        return stream.component() == Component.RTP
                && stream.origin() == MediaStream.Origin.PARTY
                && stream.media().equals("audio");
    }
}
