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
import io.tapedeck.conversion.timeline.KeyPress;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapCallTest {

    private static final String CALLER = sdp("192.0.2.1", 20_000);
    private static final String CALLEE = sdp("192.0.2.2", 30_000);

    /** Seconds; longer than any time line waits. */
    private static final int LONG = 30;

    private final Conversion conversion = new Conversion(new FfmpegDecoders(), MediaFiles.standard());

    @TempDir
    Path folder;

    @Test
    void a_capture_of_ours_becomes_two_files_that_end_with_the_last_sound() throws Exception {
        PcapCall call = PcapCall.find(call().writeTo(folder.resolve("raw")), CALLER, sdp("192.0.2.2", 20_000));
        Path caller = folder.resolve("caller.wav");
        Path callee = folder.resolve("callee.wav");

        ConversionReport report = conversion.convert(
                call,
                call.streams(),
                new Rendition(
                        MediaPlan.wholeCall(MediaFormat.WAV, ChannelLayout.SPLIT, 16_000, call.startedAt()),
                        caller,
                        callee));

        assertThat(call.startedAt()).isEqualTo(SealedCalls.STARTED);
        assertThat(report.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(WavFile.read(caller).duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(ToneDetector.purity(WavFile.read(caller).channel(0), 16_000, 400))
                .isGreaterThan(0.9);
        assertThat(ToneDetector.purity(WavFile.read(callee).channel(0), 16_000, 1_000))
                .isGreaterThan(0.9);
    }

    @Test
    void keys_are_listed_once_each_and_not_heard() throws Exception {
        RawCall raw = call();
        for (int n = 0; n < 4; n++) { // the event of key 5, growing, its end twice
            byte end = (byte) (n < 2 ? 10 : 0x8A);
            raw.add(0, SealedCalls.STARTED.plusMillis(2_000 + n * 20), 101, 100 + n, 16_000, 77, new byte[] {
                5, end, 0, (byte) 160
            });
        }
        PcapCall call = PcapCall.find(raw.writeTo(folder.resolve("raw")), CALLER, sdp("192.0.2.2", 20_000));

        ConversionReport report = conversion.convert(
                call,
                call.streams(),
                new Rendition(
                        MediaPlan.wholeCall(MediaFormat.WAV, ChannelLayout.MONO, 0, call.startedAt()),
                        folder.resolve("out")));

        assertThat(report.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(report.timeline().keys()).hasSize(1);
        KeyPress key = report.timeline().keys().getFirst();
        assertThat(key.key()).isEqualTo('5');
        assertThat(key.at()).isEqualTo(Duration.ofSeconds(2));
        assertThat(key.length()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void a_call_that_is_not_in_the_capture_is_told() throws Exception {
        Path raw = call().writeTo(folder.resolve("raw"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> PcapCall.find(raw, sdp("198.51.100.1", 4_000), sdp("198.51.100.2", 4_002)))
                .withMessageContaining("none from or to");
    }

    @Test
    void the_stream_that_both_accept_is_the_call() throws Exception {
        String offer = CALLER.replace("m=audio", "m=audio 6000 RTP/SAVP 0\r\nm=audio");
        String answer = sdp("192.0.2.2", 20_000).replace("m=audio", "m=audio 0 RTP/SAVP 0\r\nm=audio");

        PcapCall call = PcapCall.find(call().writeTo(folder.resolve("raw")), offer, answer);

        assertThat(call.streams())
                .allSatisfy(stream -> assertThat(stream.payloads()).hasSize(1));
        assertThat(replayed(call)).isEqualTo(200);
    }

    @Test
    void encryption_that_was_offered_and_not_taken_is_none() throws Exception {
        String offer = CALLER + "a=crypto:" + SrtpWriter.crypto(1, SrtpWriter.SUITE, 1) + "\r\n";

        PcapCall call = PcapCall.find(call().writeTo(folder.resolve("raw")), offer, sdp("192.0.2.2", 20_000));

        assertThat(replayed(call)).isEqualTo(200);
    }

    @Test
    void keys_that_fit_no_packet_are_told() throws Exception {
        String key = "a=crypto:" + SrtpWriter.crypto(1, SrtpWriter.SUITE, 1) + "\r\n";
        String offer = CALLER.replace("RTP/AVP", "RTP/SAVP") + key;
        String answer = sdp("192.0.2.2", 20_000).replace("RTP/AVP", "RTP/SAVP") + key;

        PcapCall call = PcapCall.find(call().writeTo(folder.resolve("raw")), offer, answer);

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> replayed(call))
                .withMessageContaining("fits the keys");
    }

    /** Whose numbers have begun anew before, so that the first packet is found by a search. */
    @Test
    void encrypted_reports_cost_no_packet_of_sound() throws Exception {
        String crypto = SrtpWriter.crypto(1, SrtpWriter.SUITE, 1);
        var writer = new SrtpWriter(crypto);
        writer.rtp(rtp(65_535));
        var raw = new RawCall();
        long nanos = SealedCalls.STARTED.getEpochSecond() * 1_000_000_000L;
        byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 77};
        for (int n = 0; n < 20; n++) {
            raw.add(0, nanos + n, ByteBuffer.wrap(writer.rtcp(report)));
        }
        for (int n = 0; n < 20; n++) {
            raw.add(0, nanos + (n + 1) * 20_000_000L, ByteBuffer.wrap(writer.rtp(rtp(n))));
        }
        String key = "a=crypto:" + crypto + "\r\n";
        String answer = sdp("192.0.2.2", 20_000);

        PcapCall call = PcapCall.find(
                raw.writeTo(folder.resolve("raw")),
                CALLER.replace("RTP/AVP", "RTP/SAVP") + key,
                answer.replace("RTP/AVP", "RTP/SAVP") + key);

        assertThat(replayed(call)).isEqualTo(20);
    }

    private static byte[] rtp(int sequence) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + 160);
        RtpPackets.write(rtp, 0, false, sequence, sequence * 160, 77, ByteBuffer.allocate(160));
        return rtp.array();
    }

    @Test
    void interfaces_of_an_unknown_kind_do_no_harm_beside_others() throws Exception {
        var usb = ByteBuffer.allocate(1_024);
        PcapngWriter.sectionHeader(usb, null, "test");
        PcapngWriter.interfaceDescription(usb, PcapngWriter.LINKTYPE_RAW, "usbmon1", "", null);
        PcapngWriter.enhancedPacket(usb, 0, 1, ByteBuffer.allocate(64));
        byte[] other = Arrays.copyOf(usb.array(), usb.position());
        other[linkType(other)] = (byte) 220; // LINKTYPE_USB_LINUX_MMAPPED
        Path both = folder.resolve("both");
        Files.write(both, other);
        Files.write(both, call().toPcapng(), StandardOpenOption.APPEND);
        Path alone = Files.write(folder.resolve("alone"), other);

        assertThat(replayed(PcapCall.find(both, CALLER, sdp("192.0.2.2", 20_000))))
                .isEqualTo(200);
        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> PcapCall.find(alone, CALLER, CALLEE))
                .withMessageContaining("link type 220");
    }

    @Test
    void a_capture_with_one_party_behind_the_other_is_put_in_order() throws Exception {
        Path joined = folder.resolve("joined");
        Files.write(joined, speaking(0, 400).toPcapng());
        Files.write(joined, speaking(1, 1_000).toPcapng(), StandardOpenOption.APPEND);
        PcapCall call = PcapCall.find(joined, CALLER, sdp("192.0.2.2", 20_000));
        Path out = folder.resolve("out.wav");

        ConversionReport report = conversion.convert(
                call,
                call.streams(),
                new Rendition(
                        MediaPlan.wholeCall(MediaFormat.WAV, ChannelLayout.STEREO, 8_000, call.startedAt()), out));

        assertThat(report.timeline().overdue()).isZero();
        assertThat(WavFile.read(out).duration()).isEqualTo(Duration.ofSeconds(LONG));
        assertThat(ToneDetector.purity(WavFile.read(out).channel(0), 8_000, 400))
                .isGreaterThan(0.9);
        assertThat(ToneDetector.purity(WavFile.read(out).channel(1), 8_000, 1_000))
                .isGreaterThan(0.9);
    }

    @Test
    void a_description_without_audio_is_told() throws Exception {
        Path raw = call().writeTo(folder.resolve("raw"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> PcapCall.find(raw, "v=0\r\n", CALLEE))
                .withMessageContaining("SDP of the caller");
    }

    /** Index of the first interface's link type: behind the section header, type and length of the block. */
    private static int linkType(byte[] pcapng) {
        return ByteBuffer.wrap(pcapng).order(ByteOrder.LITTLE_ENDIAN).getInt(4) + 8;
    }

    private static int replayed(PcapCall call) throws JobFailure {
        var packets = new AtomicInteger();
        call.replay((_, _, _) -> packets.incrementAndGet());
        return packets.get();
    }

    private static RawCall speaking(int side, int hertz) {
        return new RawCall().speak(side, SealedCalls.STARTED, 0, Tones.sine(hertz, 8_000, LONG * 8_000));
    }

    private static RawCall call() {
        return new RawCall()
                .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 16_000))
                .speak(1, SealedCalls.STARTED, 8, Tones.sine(1_000, 8_000, 16_000));
    }

    private static String sdp(String address, int port) {
        return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";
    }
}
