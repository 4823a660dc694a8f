package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.encode.EncodeException;
import io.tapedeck.capture.encode.Encoder;
import io.tapedeck.capture.encode.Encoder.Input;
import io.tapedeck.capture.encode.Encoder.Output;
import io.tapedeck.protocol.codec.AmrPayload;
import io.tapedeck.protocol.codec.SpeechFrames;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgString;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Announcements in the codec of whoever hears them, as they sound when they are decoded. */
class PlayCodecsTest {

    private static final int MILLIS = 600;
    private static final int PAYLOAD_TYPE = 96;
    private static final int FIRST_TIMESTAMP = 7_000;

    @TempDir
    static Path directory;

    private static TestNode node;

    /** What a codec is called in SDP, by whom it is decoded, and how alike it is at least. */
    private enum Codec {
        PCMU("PCMU/8000", "", "pcm_mulaw", 8_000, 160, 20, 0.99),
        L16("L16/16000", "", "pcm_s16be", 16_000, 320, 20, 0.99),
        L16_OF_CDS("L16/44100", "", "pcm_s16be", 44_100, 882, 20, 0.99),
        G722("G722/8000", "", "g722", 16_000, 160, 20, 0.95),
        OPUS("opus/48000/2", "", "libopus", 48_000, 960, 20, 0.9),
        OPUS_OF_FEW_BITS("opus/48000/2", "maxaveragebitrate=12000", "libopus", 48_000, 960, 20, 0.7),
        G726("G726-32/8000", "", "g726le", 8_000, 160, 20, 0.95),
        G723("G723/8000", "", "g723_1", 8_000, 240, 30, 0.5),
        AMR("AMR/8000", "", "amrnb", 8_000, 160, 20, 0.8),
        AMR_ALIGNED("AMR/8000", "octet-align=1;mode-set=0,2,4", "amrnb", 8_000, 160, 20, 0.7),
        AMR_WB("AMR-WB/16000", "octet-align=1", "amrwb", 16_000, 320, 20, 0.8),
        SPEEX("speex/8000", "", "libspeex", 8_000, 160, 20, 0.6),
        SPEEX_WIDE("speex/16000", "", "libspeex", 16_000, 320, 20, 0.6),
        G729("G729/8000", "", "g729", 8_000, 160, 20, 0.6),
        GSM("GSM/8000", "", "gsm", 8_000, 160, 20, 0.6),
        ILBC("iLBC/8000", "", "ilbc", 8_000, 240, 30, 0.6),
        ILBC_OF_20("iLBC/8000", "mode=20", "ilbc", 8_000, 160, 20, 0.6);

        private final String name;
        private final String parameters;
        private final String decoder;
        private final int rate;
        private final int ticks;
        private final int millis;
        private final double alike;

        Codec(String name, String parameters, String decoder, int rate, int ticks, int millis, double alike) {
            this.name = name;
            this.parameters = parameters;
            this.decoder = decoder;
            this.rate = rate;
            this.ticks = ticks;
            this.millis = millis;
            this.alike = alike;
        }

        /** RTP clock ticks are not always samples. */
        private String sdp(RtpPhone phone) {
            String formats = parameters.isEmpty() ? "" : "\r\na=fmtp:" + PAYLOAD_TYPE + " " + parameters;
            return PlayCodecsTest.sdp(phone, name) + "a=ptime:" + millis + formats + "\r\n";
        }

        private short[] decode(List<byte[]> payloads) {
            List<byte[]> frames = switch (decoder) {
                case "amrnb", "amrwb" ->
                    payloads.stream()
                            .flatMap(payload -> unpacked(payload).stream())
                            .toList();
                case "g729" -> PlayCodecsTest.frames(payloads, SpeechFrames.G729);
                default -> payloads;
            };
            return Decoding.pcm(decoder, rate, frames);
        }

        private List<byte[]> unpacked(byte[] payload) {
            var format = new AmrPayload(decoder.equals("amrwb"), parameters.contains("octet-align=1"), false);
            List<byte[]> frames = format.frames(payload, payload.length);
            assertThat(frames).hasSize(1);
            return frames;
        }
    }

    @BeforeAll
    static void start() throws IOException, EncodeException {
        Path prompts = Files.createDirectory(directory.resolve("prompts"));
        WavFile.write(prompts.resolve("sweep.wav"), 48_000, sweep(48_000));
        Files.write(
                prompts.resolve("stereo.wav"), encoded("-ac", "2", "-ar", "44100", "-c:a", "pcm_s16le", "-f", "wav"));
        Files.write(prompts.resolve("sweep.mp3"), encoded("-ar", "22050", "-b:a", "64k", "-f", "mp3"));
        Files.write(prompts.resolve("sweep.flac"), encoded("-ar", "32000", "-f", "flac"));
        Files.writeString(prompts.resolve("noise.wav"), "no sound at all");
        node = TestNode.start(directory.resolve("spool"), "--tapedeck.capture.prompts.directory=" + prompts);
    }

    private static byte[] encoded(String... output) throws EncodeException {
        short[] sweep = sweep(48_000);
        ByteBuffer bytes = ByteBuffer.allocate(2 * sweep.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(sweep);
        return new Encoder("", Duration.ofSeconds(30), 1)
                .encode(
                        Input.linear(bytes.array(), 48_000),
                        new Output(48_000, List.of(output)),
                        Duration.ofSeconds(10),
                        1 << 20);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void an_announcement_sounds_as_it_was_recorded(Codec codec) {
        try (var call = call(codec::sdp)) {
            NgDictionary reply = play(call, "sweep.wav");
            List<byte[]> heard = heard(call.bob, reply, codec.millis);

            assertSeamless(heard, codec.ticks);
            short[] sound = codec.decode(payloads(heard));
            assertThat(Correlation.best(sound, sweep(codec.rate)).coefficient()).isGreaterThan(codec.alike);
            assertThat(reply.text("warning")).isEmpty();
            assertThat(reply.integer("duration").orElseThrow()).isBetween(MILLIS * 1L, MILLIS + 90L);
        }
    }

    @ParameterizedTest
    @CsvSource({"stereo.wav", "sweep.mp3", "sweep.flac"})
    void files_of_other_kinds_are_read(String file) {
        try (var call = call(Codec.PCMU::sdp)) {
            List<byte[]> heard = heard(call.bob, play(call, file), 20);

            short[] sound = Codec.PCMU.decode(payloads(heard));
            assertThat(Correlation.best(sound, sweep(8_000)).coefficient()).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"G722", "OPUS"})
    void what_is_played_goes_on_in_the_clock_of_what_was_heard(Codec codec) {
        try (var call = call(codec::sdp)) {
            List<byte[]> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                call.alice.send(spoken(codec, i), call.portForAlice);
                all.add(call.bob.receive().orElseThrow());
            }

            List<byte[]> played = heard(call.bob, play(call, "sweep.wav"), codec.millis);
            all.addAll(played);
            int next = (view(played.getLast()).timestamp() - FIRST_TIMESTAMP) / codec.ticks + 1;
            all.addAll(aliceTalksOn(call, codec, next)); // and Bob has missed what she said meanwhile

            assertNumbered(all);
            assertSeamless(played, codec.ticks);
            assertThat(view(played.getFirst()).marker()).isTrue();
            NgDictionary deleted = call.hangUp();
            node.sealedManifest(RelayedPhones.captureOf(deleted));
            RawCapture raw = RawCapture.read(node.media(RelayedPhones.captureOf(deleted)));
            int stream = raw.interfaces().stream().map(i -> i.name()).toList().indexOf("played to callee audio RTP");
            assertThat(raw.payloadsOf(stream)).containsExactlyElementsOf(played);
        }
    }

    @ParameterizedTest
    @CsvSource({"GSM/8000,gsm,33", "G729/8000,g729,10"})
    void who_speaks_a_codec_that_cannot_be_encoded_hears_a_beep(String name, String decoder, int frameBytes) {
        try (var bare = withoutProgram();
                var call = RelayedPhones.labelled(bare, UUID.randomUUID().toString(), phone -> sdp(phone, name))) {
            NgDictionary reply = play(call, "sweep.wav");
            List<byte[]> heard = heard(call.bob, reply, 20);

            assertThat(reply.text("warning").orElseThrow())
                    .isEqualTo(name.replace("/8000", "")
                            + " cannot be encoded: there is no FFmpeg at /nowhere/ffmpeg; a beep is played instead");
            short[] sound = Decoding.pcm(decoder, 8_000, frames(payloads(heard), frameBytes));
            assertThat(ToneDetector.purity(Arrays.copyOfRange(sound, 400, 1_400), 8_000, 1_400))
                    .isGreaterThan(0.95);
        }
    }

    @Test
    void a_codec_of_the_party_that_can_be_encoded_is_preferred_to_a_beep() {
        String lines = "m=audio %d RTP/AVP 96 0\r\na=rtpmap:96 EVS/16000\r\na=rtpmap:0 PCMU/8000";
        try (var call = call(phone -> Sdp.of(lines.formatted(phone.port())))) {
            NgDictionary reply = play(call, "sweep.wav");
            List<byte[]> heard = heard(call.bob, reply, 20);

            assertThat(reply.text("warning")).contains("there is no encoder for EVS; played in PCMU");
            assertThat(view(heard.getFirst()).payloadType()).isZero();
            assertThat(Correlation.best(Codec.PCMU.decode(payloads(heard)), sweep(8_000))
                            .coefficient())
                    .isGreaterThan(0.95);
        }
    }

    @Test
    void where_there_is_neither_encoder_nor_beep_nothing_is_played() {
        try (var call = call(phone -> sdp(phone, "EVS/16000"))) {
            assertThat(refusal(call, "sweep.wav"))
                    .isEqualTo("Failed to start media playback from file: there is no encoder for EVS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU/8000", "opus/48000/2", "GSM/8000"})
    void a_file_that_is_no_sound_is_refused_with_the_reason(String codec) {
        try (var call = call(phone -> sdp(phone, codec))) {
            assertThat(refusal(call, "noise.wav"))
                    .startsWith("Failed to start media playback from file: no sound that FFmpeg can read: ")
                    .contains("Invalid data");
        }
    }

    @Test
    void a_party_gets_no_more_bits_of_opus_than_it_asked_for() {
        try (var usual = call(Codec.OPUS::sdp);
                var modest = call(Codec.OPUS_OF_FEW_BITS::sdp)) {
            List<byte[]> many = payloads(heard(usual.bob, play(usual, "sweep.wav"), 20));
            List<byte[]> few = payloads(heard(modest.bob, play(modest, "sweep.wav"), 20));

            assertThat(bitsPerSecond(few)).isLessThan(16_000);
            assertThat(bitsPerSecond(many)).isBetween(20_000, 40_000);
        }
    }

    private static int bitsPerSecond(List<byte[]> payloads) {
        return payloads.stream().mapToInt(payload -> payload.length * 8).sum() * 50 / payloads.size();
    }

    @Test
    void a_tone_sounds_in_opus_too() {
        try (var call = call(Codec.OPUS::sdp)) {
            var tone = new NgDictionary(Map.of("tone", new NgString("440/300")));
            NgDictionary reply = call.ng.ok("play media", "call-id", call.callId(), "from-tag", "tB", "tapedeck", tone);

            short[] sound = Codec.OPUS.decode(payloads(heard(call.bob, reply, 20)));

            assertThat(ToneDetector.purity(Arrays.copyOfRange(sound, 2_400, 12_000), 48_000, 440))
                    .isGreaterThan(0.95);
        }
    }

    @Test
    void without_the_program_what_needs_none_is_played_and_the_rest_is_refused() {
        try (var bare = withoutProgram();
                var opus = new Played(bare, Codec.OPUS);
                var g711 = new Played(bare, Codec.PCMU)) {

            assertThat(refusal(opus.call, "sweep.wav"))
                    .isEqualTo("Failed to start media playback from file: OPUS cannot be encoded: "
                            + "there is no FFmpeg at /nowhere/ffmpeg");
            var tone = new NgDictionary(Map.of("tone", new NgString("beep")));
            g711.call.ng.ok("play media", "call-id", g711.call.callId(), "from-tag", "tB", "tapedeck", tone);
            assertThat(g711.call.bob.receive()).isPresent();
        }
    }

    private static TestNode withoutProgram() {
        return TestNode.start(
                directory.resolve(UUID.randomUUID().toString()),
                "--tapedeck.capture.prompts.directory=" + directory.resolve("prompts"),
                "--tapedeck.capture.prompts.ffmpeg=/nowhere/ffmpeg");
    }

    private record Played(RelayedPhones call) implements AutoCloseable {

        Played(TestNode node, Codec codec) {
            this(RelayedPhones.labelled(node, UUID.randomUUID().toString(), codec::sdp));
        }

        @Override
        public void close() {
            call.close();
        }
    }

    private static RelayedPhones call(java.util.function.Function<RtpPhone, String> sdp) {
        return RelayedPhones.labelled(node, UUID.randomUUID().toString(), sdp);
    }

    private static String sdp(RtpPhone phone, String codec) {
        return Sdp.of("m=audio " + phone.port() + " RTP/AVP " + PAYLOAD_TYPE, "a=rtpmap:" + PAYLOAD_TYPE + " " + codec);
    }

    private static NgDictionary play(RelayedPhones call, String file) {
        return call.ng.ok("play media", "call-id", call.callId(), "from-tag", "tB", "file", file);
    }

    private static String refusal(RelayedPhones call, String file) {
        return call.ng
                .ask("play media", "call-id", call.callId(), "from-tag", "tB", "file", file)
                .text("error-reason")
                .orElseThrow();
    }

    /** As many packets as the reply promises. */
    private static List<byte[]> heard(RtpPhone bob, NgDictionary reply, int packetMillis) {
        int packets = (int) (reply.integer("duration").orElseThrow() / packetMillis);
        List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            heard.add(bob.receive().orElseThrow());
        }
        return heard;
    }

    private static byte[] spoken(Codec codec, int number) {
        ByteBuffer out = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + 40);
        ByteBuffer sound = ByteBuffer.allocate(40).putInt(0, number);
        RtpPackets.write(
                out, PAYLOAD_TYPE, false, 500 + number, FIRST_TIMESTAMP + codec.ticks * number, 0xA11CE, sound);
        return out.array();
    }

    private static int numberIn(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(RtpPackets.HEADER_LENGTH);
    }

    /** As she counts her time, so Bob goes on hearing it. */
    private static List<byte[]> aliceTalksOn(RelayedPhones call, Codec codec, int from) {
        List<byte[]> heard = new ArrayList<>();
        for (int number = from; number < from + 500 && heard.size() < 3; number++) {
            call.alice.send(spoken(codec, number), call.portForAlice);
            call.bob.receive(40).ifPresent(heard::add);
        }
        assertThat(heard).hasSize(3);
        assertThat(heard)
                .extracting(packet -> view(packet).timestamp() - codec.ticks * numberIn(packet))
                .containsOnly(view(heard.getFirst()).timestamp() - codec.ticks * numberIn(heard.getFirst()));
        return heard;
    }

    /** A loop that gets no processor for long moves the sound; so most of the steps tell, not each. */
    private static void assertSeamless(List<byte[]> packets, int ticks) {
        assertNumbered(packets);
        int[] steps = new int[packets.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] =
                    view(packets.get(i + 1)).timestamp() - view(packets.get(i)).timestamp();
            assertThat(steps[i]).isGreaterThanOrEqualTo(ticks);
        }
        Arrays.sort(steps);
        assertThat(steps[steps.length / 2]).as("usual step").isEqualTo(ticks);
    }

    private static void assertNumbered(List<byte[]> packets) {
        for (int i = 1; i < packets.size(); i++) {
            RtpPacketView before = view(packets.get(i - 1));
            RtpPacketView packet = view(packets.get(i));
            assertThat(packet.payloadType()).isEqualTo(PAYLOAD_TYPE);
            assertThat(packet.ssrc()).isEqualTo(before.ssrc());
            assertThat(packet.sequenceNumber()).isEqualTo(before.sequenceNumber() + 1 & 0xFFFF);
            assertThat(packet.timestamp() - before.timestamp()).isPositive();
        }
    }

    private static List<byte[]> payloads(List<byte[]> packets) {
        return packets.stream()
                .map(packet -> Arrays.copyOfRange(packet, RtpPackets.HEADER_LENGTH, packet.length))
                .toList();
    }

    private static List<byte[]> frames(List<byte[]> payloads, int size) {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] payload : payloads) {
            for (int at = 0; at < payload.length; at += size) {
                frames.add(Arrays.copyOfRange(payload, at, at + size));
            }
        }
        return frames;
    }

    private static RtpPacketView view(byte[] packet) {
        var view = new RtpPacketView();
        assertThat(view.wrap(ByteBuffer.wrap(packet))).isTrue();
        return view;
    }

    /** From 300 to 3,000 Hz: alike to itself at no other place. */
    private static short[] sweep(int rate) {
        var samples = new short[rate * MILLIS / 1_000];
        double seconds = MILLIS / 1_000.0;
        for (int i = 0; i < samples.length; i++) {
            double at = (double) i / rate;
            samples[i] = (short) Math.round(8_000 * Math.sin(2 * Math.PI * (300 + 1_350 * at / seconds) * at));
        }
        return samples;
    }
}
