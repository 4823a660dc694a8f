package io.tapedeck.conversion.video;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.video.FrameAssembly;
import io.tapedeck.protocol.video.VideoCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the payload types of one video stream stand for. Those without pictures of their own, such as FEC, are passed over. */
final class VideoFormats {

    private final Map<Integer, PayloadFormat> formats = new HashMap<>();
    private final List<PayloadFormat> fromSender;

    /** @param all streams of the capture: the sender's own SDP is known by what the other party may send to it */
    VideoFormats(MediaStream stream, List<MediaStream> all) {
        stream.payloads().forEach(format -> formats.put(format.payloadType(), format));
        this.fromSender = all.stream()
                .filter(other -> other.media().equals(stream.media())
                        && other.mediaIndex() == stream.mediaIndex()
                        && other.side() != stream.side()
                        && other.component() == stream.component())
                .flatMap(other -> other.payloads().stream())
                .toList();
    }

    @Nullable
    FrameAssembly open(int payloadType, FrameAssembly.Frames next) {
        PayloadFormat format = formats.get(payloadType);
        if (format == null) {
            return null;
        }
        return VideoCodec.named(format.encoding())
                .map(codec -> new FrameAssembly(codec.payload(parametersOf(format)), next))
                .orElse(null);
    }

    /** What to call it in messages. */
    String name(int payloadType) {
        return Optional.ofNullable(formats.get(payloadType))
                .map(PayloadFormat::encoding)
                .orElse("payload type " + payloadType);
    }

    /** Parameter sets are about what the sender of them sends (RFC 6184, 8.2.2). */
    private String parametersOf(PayloadFormat format) {
        return fromSender.stream()
                .filter(own -> own.encoding().equals(format.encoding())
                        && own.parameters().contains("sprop-parameter-sets"))
                .min((one, other) -> Boolean.compare(
                        other.payloadType() == format.payloadType(), one.payloadType() == format.payloadType()))
                .map(PayloadFormat::parameters)
                .orElse(format.parameters());
    }
}
