package io.tapedeck.conversion.media;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.timeline.AudioDecoders;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rate a recording is made in: the highest that was really spoken, which is not always the highest that was agreed on. Only
 * where the agreed formats differ, or one of them has several bands, the capture is looked through for it.
 */
final class SpokenRate {

    private static final int TELEPHONY = 8_000;

    private static final Set<String> SILENT = Set.of("CN", "TELEPHONE-EVENT");

    private final AudioDecoders decoders;

    SpokenRate(AudioDecoders decoders) {
        this.decoders = decoders;
    }

    int of(RawCapture capture, List<MediaStream> streams) throws JobFailure {
        List<PayloadFormat> agreed = streams.stream()
                .filter(SpokenRate::isAudio)
                .flatMap(stream -> stream.payloads().stream())
                .filter(SpokenRate::isHeard)
                .toList();
        List<Integer> rates =
                agreed.stream().map(decoders::sampleRateHertz).distinct().toList();
        if (rates.size() > 1 || agreed.stream().anyMatch(decoders::hasBands)) {
            return spoken(capture, streams);
        }
        return rates.stream().findFirst().orElse(TELEPHONY);
    }

    private int spoken(RawCapture capture, List<MediaStream> streams) throws JobFailure {
        Map<Integer, MediaStream> heard = new HashMap<>();
        streams.stream().filter(SpokenRate::isAudio).forEach(stream -> heard.put(stream.interfaceIndex(), stream));
        Map<Integer, RateShares> shares = new HashMap<>();
        var udp = new UdpFrame();
        var rtp = new RtpPacketView();
        capture.replay((index, _, frame) -> {
            MediaStream stream = heard.get(index);
            if (stream != null
                    && udp.wrap(frame)
                    && !RtpPackets.looksLikeRtcp(frame, udp.payloadOffset(), udp.payloadLength())
                    && rtp.wrap(frame, udp.payloadOffset(), udp.payloadLength())) {
                int rate = rateOf(stream, rtp, frame);
                if (rate > 0) {
                    shares.computeIfAbsent(index, _ -> new RateShares()).add(rate);
                }
            }
        });
        return shares.values().stream().mapToInt(RateShares::highest).reduce(TELEPHONY, Math::max);
    }

    /** 0 for what is not heard. */
    private int rateOf(MediaStream stream, RtpPacketView rtp, ByteBuffer frame) {
        for (PayloadFormat format : stream.payloads()) {
            if (format.payloadType() == rtp.payloadType() && isHeard(format)) {
                return rtp.payloadLength() == 0 ? 0 : decoders.sampleRateHertz(format, frame.get(rtp.payloadOffset()));
            }
        }
        return 0;
    }

    private static boolean isHeard(PayloadFormat format) {
        return !SILENT.contains(format.encoding());
    }

    private static boolean isAudio(MediaStream stream) {
        return stream.component() == Component.RTP
                && stream.origin() == MediaStream.Origin.PARTY
                && stream.media().equals("audio");
    }
}
