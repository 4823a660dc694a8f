package io.tapedeck.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.codec.AmrPayload;
import io.tapedeck.protocol.codec.OpusPayload;
import io.tapedeck.protocol.codec.SpeechFrames;
import io.tapedeck.protocol.codec.SpeexPayload;
import io.tapedeck.protocol.quality.CodecImpairment;
import io.tapedeck.protocol.quality.EModel;
import io.tapedeck.protocol.rtp.KeyPressTracker;
import io.tapedeck.protocol.rtp.MalformedPacketException;
import io.tapedeck.protocol.rtp.RtcpCompound;
import io.tapedeck.protocol.rtp.RtcpReports;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import io.tapedeck.protocol.srtp.CryptoAttribute;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtcpReader;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for every packet of media, however it came about. */
final class MediaProperties {

    private static final int EVENT_STEP = 12;
    private static final SdesKey KEY = new SdesKey(1, 10, new byte[16], new byte[14], 0);

    private MediaProperties() {}

    static void rtp(byte[] input) {
        var view = new RtpPacketView();
        if (view.wrap(ByteBuffer.wrap(input))) {
            assertThat(view.payloadOffset()).isBetween(12, input.length);
            assertThat(view.payloadLength()).isBetween(0, input.length - view.payloadOffset());
            view.copyPayload(new byte[view.payloadLength()], 0);
            TelephoneEvent.parse(view.payload()).ifPresent(TelephoneEvent::digit);
        }
        behindOtherBytes(input, view.payloadLength());
    }

    /** Where a packet lies in a buffer must not matter. */
    private static void behindOtherBytes(byte[] input, int payloadLength) {
        var there = new RtpPacketView();
        ByteBuffer buffer = ByteBuffer.allocate(input.length + 64).position(32).put(input);
        if (there.wrap(buffer.clear(), 32, input.length)) {
            assertThat(there.payloadLength()).isEqualTo(payloadLength);
            assertThat(there.payloadOffset()).isBetween(32 + 12, 32 + input.length);
        }
    }

    /** The two readers of RTCP are of one mind. */
    static void rtcp(byte[] input) throws MalformedPacketException {
        ByteBuffer buffer = ByteBuffer.wrap(input);
        boolean read = RtcpReports.read(buffer, 0, input.length, new Reports());
        assertThat(RtcpCompound.parse(buffer)).isNotEmpty();
        assertThat(read).isTrue();
    }

    private static final class Reports implements RtcpReports.Reader {

        @Override
        public void sent(int ssrc, int ntpMiddle) {
            // any number will do
        }

        @Override
        public void received(int ssrc, int fraction, int lost, int jitter, int lastReport, int delay) {
            assertThat(fraction).isBetween(0, 255);
            assertThat(lost).isBetween(-(1 << 23), (1 << 23) - 1);
        }
    }

    /** A row of events: payload, timestamp, pause before it. No key is pressed for longer than the stream has lasted. */
    static void keys(byte[] input) {
        var tracker = new KeyPressTracker();
        ByteBuffer events = ByteBuffer.wrap(input);
        long now = 0;
        for (int at = 0; at + EVENT_STEP <= input.length; at += EVENT_STEP) {
            now += Integer.toUnsignedLong(events.getInt(at + 8));
            sane(tracker.event(events, at, TelephoneEvent.LENGTH, events.getInt(at + 4), now));
            sane(tracker.idle(now + 1));
            TelephoneEvent.parse(events.slice(at, TelephoneEvent.LENGTH)).ifPresent(MediaProperties::survivesTheWay);
        }
        sane(tracker.reset());
    }

    private static void sane(KeyPressTracker.@Nullable KeyPress press) {
        if (press != null) {
            assertThat("0123456789*#ABCD").contains(String.valueOf(press.digit()));
            assertThat(press.volume()).isBetween(0, 63);
        }
    }

    private static void survivesTheWay(TelephoneEvent event) {
        ByteBuffer wire = ByteBuffer.allocate(TelephoneEvent.LENGTH);
        event.write(wire);
        assertThat(TelephoneEvent.parse(wire.flip())).contains(event);
    }

    /** Nobody but the key's owner makes a packet that is taken; two in a row, since the reader keeps a state. */
    static void srtp(byte[] input) {
        var reader = new SrtpReader(KEY);
        int cut = input.length == 0 ? 0 : (input[0] & 0xFF) % input.length;
        assertThat(reader.open(ByteBuffer.wrap(input, 0, cut).slice())).isFalse();
        assertThat(reader.open(ByteBuffer.wrap(input))).isFalse();
        assertThat(new SrtcpReader(KEY).open(ByteBuffer.wrap(input), 0, input.length))
                .isEqualTo(SrtpReader.REFUSED);
    }

    static void sdes(byte[] input) {
        String line = new String(input, StandardCharsets.ISO_8859_1);
        List<SdesKey> keys = SdesKey.parse(line);
        assertThat(CryptoAttribute.parse(line).isPresent() || keys.isEmpty()).isTrue();
        assertThat(SdesKey.parse(CryptoAttribute.masked(line))).isEmpty();
        keys.forEach(key -> {
            assertThat(key.mkiLength()).isBetween(0, 128);
            assertThat(key.tagLength()).isIn(4, 10);
            assertThat(new SrtpReader(key).open(ByteBuffer.allocate(40))).isFalse();
        });
    }

    /** Frames are made of the payload's bits and of no more. */
    static void codecs(byte[] input) {
        for (int way = 0; way < 8; way++) {
            var amr = new AmrPayload((way & 1) != 0, (way & 2) != 0, (way & 4) != 0);
            List<byte[]> frames = amr.frames(input, input.length);
            assertThat(frames).hasSizeLessThanOrEqualTo(12);
            frames.forEach(frame -> assertThat(AmrPayload.type(frame)).isBetween(0, 15));
        }
        noLonger(SpeechFrames.g723(input, input.length), input);
        noLonger(SpeechFrames.g729(input, input.length), input);
        noLonger(SpeechFrames.gsm(input, input.length), input);
        noLonger(SpeechFrames.ilbc(input, input.length, true), input);
        noLonger(SpeechFrames.ilbc(input, input.length, false), input);
        SpeexPayload.frames(input, input.length);
        assertThat(OpusPayload.duration(input, input.length)).isBetween(0, OpusPayload.RATE * 120 / 1_000);
    }

    private static void noLonger(List<byte[]> frames, byte[] input) {
        assertThat(frames.stream().mapToInt(frame -> frame.length).sum()).isLessThanOrEqualTo(input.length);
    }

    /** Delay and loss may be anything that arithmetic can make. */
    static void quality(byte[] input) {
        if (input.length < 2 * Double.BYTES) {
            return;
        }
        ByteBuffer numbers = ByteBuffer.wrap(input);
        double delay = numbers.getDouble();
        double loss = numbers.getDouble();
        String codec =
                new String(input, 2 * Double.BYTES, input.length - 2 * Double.BYTES, StandardCharsets.ISO_8859_1);
        double rating = EModel.rating(CodecImpairment.of(codec), delay, loss);
        assertThat(rating).isBetween(0.0, 93.2);
        assertThat(EModel.mos(rating)).isBetween(1.0, 4.5);
        assertThat(EModel.mos(delay)).isBetween(1.0, 4.5);
    }
}
