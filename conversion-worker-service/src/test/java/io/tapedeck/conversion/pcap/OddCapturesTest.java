package io.tapedeck.conversion.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.ffmpeg.FfmpegDecoders;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures as they come from damaged disks, wrong clocks and thrifty tools. */
class OddCapturesTest {

    private static final String CALLER = sdp("192.0.2.1", 20_000, "0 8 101");
    private static final String CALLEE = sdp("192.0.2.2", 30_000, "0 8 101");
    private static final int PACKETS = 200;
    private static final int ENHANCED_PACKET = 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long STARTED_NANOS = SealedCalls.STARTED.getEpochSecond() * NANOS_PER_SECOND;

    private final Conversion conversion = new Conversion(new FfmpegDecoders(), MediaFiles.standard());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {-350_000, -3, 3, 90_000})
    void a_packet_whose_time_is_wrong_by_hours_or_years_is_left_out(long hours) throws Exception {
        for (int packet : new int[] {0, PACKETS / 2, PACKETS - 1}) {
            byte[] pcapng = call().toPcapng();
            delay(pcapng, packet, Duration.ofHours(hours));

            PcapCall call = found(pcapng);

            assertThat(replayed(call)).isEqualTo(PACKETS - 1);
            assertThat(Duration.between(SealedCalls.STARTED, call.startedAt()))
                    .isBetween(Duration.ZERO, Duration.ofMillis(20));
            assertThat(call.remarks()).singleElement().asString().startsWith("1 packet was left out");
        }
    }

    @Test
    void the_file_is_as_long_as_the_call_without_what_was_left_out() throws Exception {
        byte[] pcapng = call().toPcapng();
        delay(pcapng, PACKETS / 2, Duration.ofHours(3));

        ConversionReport report = convert(found(pcapng), folder.resolve("out.wav"));

        assertThat(report.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(report.timeline().lost()).isEqualTo(1);
    }

    @Test
    void a_call_goes_on_after_hours_of_hold() throws Exception {
        byte[] pcapng = call().speak(0, SealedCalls.STARTED.plusSeconds(5 * 3_600), 0, Tones.sine(400, 8_000, 1_600))
                .toPcapng();

        PcapCall call = found(pcapng);

        assertThat(replayed(call)).isEqualTo(PACKETS + 10);
        assertThat(call.remarks()).isEmpty();
    }

    @Test
    void what_was_captured_before_the_clock_was_set_is_left_out() throws Exception {
        byte[] pcapng = call().toPcapng();
        for (int i = 0; i < 20; i++) {
            delay(pcapng, i, Duration.ofSeconds(-SealedCalls.STARTED.getEpochSecond()));
        }

        PcapCall call = found(pcapng);

        assertThat(replayed(call)).isEqualTo(PACKETS - 20);
        assertThat(call.remarks()).singleElement().asString().startsWith("20 packets were left out");
    }

    @Test
    void of_packets_that_were_cut_the_beginning_is_heard() throws Exception {
        PcapCall call = found(cut(0, 68));
        Path out = folder.resolve("out.wav");

        ConversionReport report = convert(call, out);

        assertThat(report.timeline().decoded()).isEqualTo(100);
        short[] heard = WavFile.read(out).channel(0);
        assertThat(IntStream.range(0, heard.length)
                        .filter(i -> heard[i] > 3_000)
                        .count())
                .isEqualTo(100 * 28);
        assertThat(call.remarks()).singleElement().asString().contains("100 packets were cut", "snaplen 68");
    }

    @Test
    void cut_packets_of_which_nothing_can_be_heard_are_told() throws Exception {
        PcapCall call = PcapCall.find(
                Files.write(folder.resolve("raw"), cut(18, 45)),
                sdp("192.0.2.1", 20_000, "18"),
                sdp("192.0.2.2", 30_000, "18"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> replayed(call))
                .withMessageContaining("100 packets were cut when captured (snaplen 45)");
    }

    @Test
    void cut_packets_beside_others_that_are_no_sound_are_told() throws Exception {
        var raw = new RawCall();
        raw.addFrame(0, STARTED_NANOS, frame(0, ByteBuffer.wrap(new byte[] {0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42
        })));
        raw.addFrame(0, STARTED_NANOS, report());
        PcapCall call = PcapCall.find(
                Files.write(folder.resolve("raw"), cut(raw, 18, 45)),
                sdp("192.0.2.1", 20_000, "18"),
                sdp("192.0.2.2", 30_000, "18"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> replayed(call))
                .withMessageContaining("Nothing can be heard");
    }

    @Test
    void other_packets_that_were_cut_say_nothing_of_sound() {
        var raw = new RawCall();
        raw.addFrame(
                0,
                STARTED_NANOS,
                signalling("INVITE sip:1002@example.com SIP/2.0\r\n").limit(60));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> found(raw.toPcapng()))
                .withMessageContaining("no packet of sound");
    }

    @Test
    void packets_that_were_cut_within_their_headers_are_told() {
        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> found(cut(0, 36)))
                .withMessageContaining("100 packets were cut when captured");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_lies_before_the_damage_is_used(boolean classic) throws Exception {
        byte[] file = classic ? classic(call().toPcapng()) : call().toPcapng();
        int damage = classic ? 24 + 150 * (16 + 200) : packetBlock(file, 150);
        Arrays.fill(file, damage, damage + 64, (byte) 0xEE);

        PcapCall call = found(file);

        assertThat(replayed(call)).isEqualTo(150);
        assertThat(call.remarks())
                .singleElement()
                .asString()
                .contains("damaged at byte " + damage + " of " + file.length);
    }

    @Test
    void a_torn_end_is_told() throws Exception {
        byte[] whole = call().toPcapng();

        PcapCall call = found(Arrays.copyOf(whole, whole.length - 10));

        assertThat(replayed(call)).isEqualTo(PACKETS - 1);
        assertThat(call.remarks()).containsExactly("The capture ends in the middle of a packet.");
    }

    @Test
    void the_call_is_found_behind_any_number_of_other_streams() throws Exception {
        var raw = new RawCall();
        byte[] silence = new byte[160];
        for (int i = 0; i < 10_500; i++) {
            var frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + RtpPackets.HEADER_LENGTH + silence.length);
            UdpFrame.writeHeader(
                    frame, new byte[] {10, 0, (byte) (i >> 8), (byte) i}, 4_000, new byte[] {10, 1, 0, 1}, 5_000, 172);
            RtpPackets.write(frame, 0, false, i, i, i, ByteBuffer.wrap(silence));
            raw.addFrame(0, STARTED_NANOS - NANOS_PER_SECOND, frame.flip());
        }
        speak(raw);

        assertThat(replayed(found(raw.toPcapng()))).isEqualTo(PACKETS);
    }

    @Test
    void a_video_that_is_bundled_with_the_sound_is_seen() throws Exception {
        String bundle =
                "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=group:BUNDLE a v\r\n"
                        + "m=audio 20000 RTP/AVP 0\r\na=mid:a\r\nm=video 0 RTP/AVP 97\r\na=mid:v\r\na=bundle-only\r\n"
                        + "a=rtpmap:97 VP8/90000\r\n";
        String answer = bundle.replace("192.0.2.1", "192.0.2.2").replace("20000", "30000");
        RawCall raw = call();
        raw.add(0, SealedCalls.STARTED.plusSeconds(1), 97, 1, 1, 99, new byte[] {0x10, 0, 0, 0});

        PcapCall call = PcapCall.find(raw.writeTo(folder.resolve("raw")), bundle, answer);

        var pictures = new AtomicInteger();
        call.replay((index, _, _) -> pictures.addAndGet(index == 2 ? 1 : 0));
        assertThat(pictures).hasValue(1);
    }

    @Test
    void packets_whose_time_nobody_noted_follow_their_timestamps() throws Exception {
        RawCall raw = call();
        raw.addFrame(0, STARTED_NANOS + NANOS_PER_SECOND, report());
        PcapCall call = found(simple(raw.toPcapng(), PACKETS + 1));
        Path out = folder.resolve("out.wav");

        ConversionReport report = convert(call, out);

        assertThat(report.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(report.timeline().decoded()).isEqualTo(PACKETS);
        assertThat(ToneDetector.purity(WavFile.read(out).channel(0), 8_000, 400))
                .isGreaterThan(0.9);
        assertThat(ToneDetector.purity(WavFile.read(out).channel(1), 8_000, 400))
                .isGreaterThan(0.9);
        assertThat(call.remarks()).singleElement().asString().contains("200 packets", "simple packet blocks");
    }

    @Test
    void no_other_call_is_taken_for_this_one_where_nobody_noted_times() throws Exception {
        RawCall raw = call();
        for (int n = 0; n < 20; n++) {
            for (int side = 0; side < 2; side++) {
                raw.addFrame(
                        side, STARTED_NANOS + NANOS_PER_SECOND, frame(side, 100, rtp(0, n, 5 + side, new byte[160])));
            }
        }

        assertThat(replayed(found(simple(raw.toPcapng(), PACKETS + 40)))).isEqualTo(PACKETS);
    }

    @Test
    void the_parties_are_those_of_the_signalling() throws Exception {
        RawCall raw = call();
        String invite = "INVITE sip:1002@example.com SIP/2.0\r\nf: \"Änn \\\"A\\\" B\" <sip:1001@example.com>;tag=4\r\n"
                + "To: <sip:1002@example.com>\r\nCall-ID: 7f3@host\r\n\r\n" + CALLER;
        raw.addFrame(
                0,
                STARTED_NANOS - 4,
                signalling(invite.replace("20000", "20010").replace("1001", "1003")));
        raw.addFrame(0, STARTED_NANOS - 3, signalling(invite.replace("c=IN IP4 192.0.2.1", "c=IN IP4 192.0.2.10")));
        raw.addFrame(0, STARTED_NANOS - 2, signalling(invite.replace("7f3", "earlier")));
        raw.addFrame(0, STARTED_NANOS - 1, signalling(invite));
        raw.addFrame(0, STARTED_NANOS + NANOS_PER_SECOND, signalling(invite.replace("7f3", "later")));

        PcapCall call = found(raw.toPcapng());

        assertThat(call.label().session()).isEqualTo("7f3@host");
        assertThat(call.label().caller()).isEqualTo("Änn \"A\" B <1001>");
        assertThat(call.label().callee()).isEqualTo("1002");
    }

    @Test
    void parties_whom_nobody_names_are_their_addresses() throws Exception {
        PcapCall call = found(call().toPcapng());

        assertThat(call.label().caller()).isEqualTo("192.0.2.1:20000");
        assertThat(call.label().callee()).isEqualTo("192.0.2.2:30000");
        assertThat(call.endedAt()).isEqualTo(SealedCalls.STARTED.plusMillis(1_980));
    }

    private PcapCall found(byte[] capture) throws IOException, JobFailure {
        return PcapCall.find(Files.write(folder.resolve("raw"), capture), CALLER, CALLEE);
    }

    private ConversionReport convert(PcapCall call, Path out) throws JobFailure {
        return conversion.convert(
                call,
                call.streams(),
                new Rendition(
                        MediaPlan.wholeCall(MediaFormat.WAV, ChannelLayout.STEREO, 8_000, call.startedAt()), out));
    }

    private static int replayed(PcapCall call) throws JobFailure {
        var packets = new AtomicInteger();
        call.replay((_, _, _) -> packets.incrementAndGet());
        return packets.get();
    }

    private static RawCall call() {
        return speak(new RawCall());
    }

    /** Two seconds of both; 100 packets each. */
    private static RawCall speak(RawCall raw) {
        for (int side = 0; side < 2; side++) {
            for (int n = 0; n < 100; n++) {
                byte[] payload = Tones.encode(0, Tones.sine(400, 8_000, 16_000), n * 160, 160);
                raw.addFrame(side, STARTED_NANOS + n * 20_000_000L, frame(side, rtp(0, n, 77 + side, payload)));
            }
        }
        return raw;
    }

    /** Two seconds of the caller, of which only the first bytes of each frame were captured. */
    private static byte[] cut(int payloadType, int snaplen) {
        return cut(new RawCall(), payloadType, snaplen);
    }

    private static byte[] cut(RawCall raw, int payloadType, int snaplen) {
        byte[] payload = payloadType == 0 ? Tones.encode(0, Tones.constant(4_000, 160), 0, 160) : new byte[20];
        for (int n = 0; n < 100; n++) {
            ByteBuffer frame = frame(0, rtp(payloadType, n, 77, payload));
            raw.addFrame(0, STARTED_NANOS + n * 20_000_000L, frame.limit(snaplen));
        }
        return raw.toPcapng();
    }

    private static ByteBuffer rtp(int payloadType, int number, int ssrc, byte[] payload) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.length);
        RtpPackets.write(rtp, payloadType, false, number, number * 160, ssrc, ByteBuffer.wrap(payload));
        return rtp.flip();
    }

    private static ByteBuffer frame(int side, ByteBuffer payload) {
        return frame(side, 0, payload);
    }

    /** @param higher by how much the ports are */
    private static ByteBuffer frame(int side, int higher, ByteBuffer payload) {
        byte[] caller = {(byte) 192, 0, 2, 1};
        byte[] callee = {(byte) 192, 0, 2, 2};
        var frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + payload.remaining());
        UdpFrame.writeHeader(
                frame,
                side == 0 ? caller : callee,
                higher + (side == 0 ? 20_000 : 30_000),
                side == 0 ? callee : caller,
                higher + (side == 0 ? 30_000 : 20_000),
                payload.remaining());
        return frame.put(payload).flip();
    }

    /** RTCP: a receiver's, on the port of the sound. */
    private static ByteBuffer report() {
        return frame(0, ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 201, 0, 2, 0, 0, 0, 77, 0, 0, 0, 0}));
    }

    private static ByteBuffer signalling(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + bytes.length);
        UdpFrame.writeHeader(frame, new byte[] {10, 0, 0, 1}, 5_060, new byte[] {10, 0, 0, 2}, 5_060, bytes.length);
        return frame.put(bytes).flip();
    }

    /** Index of a packet's block. */
    private static int packetBlock(byte[] pcapng, int number) {
        ByteBuffer file = ByteBuffer.wrap(pcapng).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (int packets = 0; ; at += file.getInt(at + 4)) {
            if (file.getInt(at) == ENHANCED_PACKET && packets++ == number) {
                return at;
            }
        }
    }

    private static void delay(byte[] pcapng, int packet, Duration by) {
        ByteBuffer file = ByteBuffer.wrap(pcapng).order(ByteOrder.LITTLE_ENDIAN);
        int at = packetBlock(pcapng, packet);
        long time = ((long) file.getInt(at + 12) << 32 | Integer.toUnsignedLong(file.getInt(at + 16))) + by.toNanos();
        file.putInt(at + 12, (int) (time >> 32)).putInt(at + 16, (int) time);
    }

    /** The same packets in a classic pcap file, all in the first second of the call. */
    private static byte[] classic(byte[] pcapng) {
        var out = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(24);
        head.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(101);
        out.writeBytes(head.array());
        ByteBuffer file = ByteBuffer.wrap(pcapng).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < PACKETS; n++) {
            int at = packetBlock(pcapng, n);
            int length = file.getInt(at + 20);
            ByteBuffer record = ByteBuffer.allocate(16);
            record.putInt((int) SealedCalls.STARTED.getEpochSecond())
                    .putInt(n)
                    .putInt(length)
                    .putInt(length);
            out.writeBytes(record.array());
            out.write(pcapng, at + 28, length);
        }
        return out.toByteArray();
    }

    /** The same packets in simple packet blocks. */
    private static byte[] simple(byte[] pcapng, int packets) {
        var out = new ByteArrayOutputStream();
        ByteBuffer file = ByteBuffer.wrap(pcapng).order(ByteOrder.LITTLE_ENDIAN);
        out.write(pcapng, 0, packetBlock(pcapng, 0));
        for (int n = 0; n < packets; n++) {
            int at = packetBlock(pcapng, n);
            int length = file.getInt(at + 20);
            int padded = (length + 3) / 4 * 4;
            ByteBuffer block = ByteBuffer.allocate(16 + padded).order(ByteOrder.LITTLE_ENDIAN);
            block.putInt(3).putInt(block.capacity()).putInt(length).put(pcapng, at + 28, length);
            block.putInt(12 + padded, block.capacity());
            out.writeBytes(block.array());
        }
        return out.toByteArray();
    }

    private static String sdp(String address, int port, String formats) {
        return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP " + formats + "\r\n";
    }
}
