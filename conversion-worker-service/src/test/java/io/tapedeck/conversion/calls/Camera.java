package io.tapedeck.conversion.calls;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.video.VideoCodec;
import io.tapedeck.testkit.rtp.VideoPackets;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;

/** What a phone with a camera sends: coded pictures as RTP, spread over the time to the next picture. */
public final class Camera {

    private static final int LONGEST = 1_100;
    private static final int HERTZ = 90_000;
    private static final long NANOS = 1_000_000_000L;

    private final int side;
    private final VideoCodec codec;
    private int ssrc;
    private int sequence = 65_500; // wraps soon
    private int timestamp = -20_000; // and this

    /** @param side the interface in the capture: 2 of the caller, 3 of the callee */
    public Camera(int side, VideoCodec codec) {
        this.side = side;
        this.codec = codec;
        this.ssrc = 900 + side;
    }

    /** The stream as a capture describes it. */
    public MediaStream stream(String fmtp) {
        return new MediaStream(
                side,
                side % 2 == 0 ? Side.CALLER : Side.CALLEE,
                "video",
                1,
                Component.RTP,
                List.of(new PayloadFormat(payloadType(), codec.name(), HERTZ, 1, fmtp)));
    }

    /** Starts the camera anew: another source, other numbers. */
    public Camera restart() {
        ssrc += 1_000;
        sequence = 7;
        timestamp = 123_456_789;
        return this;
    }

    public void film(RawCall call, Instant from, int perSecond, List<byte[]> pictures) {
        film(call, from, perSecond, pictures, _ -> false);
    }

    /** @param lost numbers of packets, from 0, that never arrive */
    public void film(RawCall call, Instant from, int perSecond, List<byte[]> pictures, IntPredicate lost) {
        long zero = from.getEpochSecond() * NANOS + from.getNano();
        int number = 0;
        for (int i = 0; i < pictures.size(); i++) {
            List<byte[]> payloads = payloads(pictures.get(i), i);
            long at = zero + i * NANOS / perSecond;
            for (int n = 0; n < payloads.size(); n++) {
                boolean last = n == payloads.size() - 1;
                if (!lost.test(number++)) {
                    send(call, at + n * NANOS / perSecond / (payloads.size() + 1), last, i, perSecond, payloads.get(n));
                }
                sequence++;
            }
        }
        timestamp += pictures.size() * (HERTZ / perSecond);
    }

    private void send(RawCall call, long at, boolean last, int picture, int perSecond, byte[] payload) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.length);
        RtpPackets.write(
                rtp,
                payloadType(),
                last,
                sequence & 0xFFFF,
                timestamp + picture * (HERTZ / perSecond),
                ssrc,
                ByteBuffer.wrap(payload));
        call.add(side, at, rtp.flip());
    }

    private List<byte[]> payloads(byte[] picture, int number) {
        return codec == VideoCodec.H264
                ? VideoPackets.h264(picture, LONGEST)
                : VideoPackets.vp8(picture, LONGEST, number);
    }

    private int payloadType() {
        return codec == VideoCodec.H264 ? 96 : 97;
    }
}
