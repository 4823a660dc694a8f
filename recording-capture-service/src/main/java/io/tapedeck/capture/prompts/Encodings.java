package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.Encoder.Output;
import io.tapedeck.capture.encode.SpeechCodec;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.AmrPayload;
import io.tapedeck.protocol.codec.SpeechFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The codecs that are encoded, by FFmpeg in its LGPL build or here, and the payload formats that carry them. */
final class Encodings {

    private static final Duration FRAME = Duration.ofMillis(20);
    /** What Opus offers in voice mode without a loss of quality (RFC 6716, 2.1.4). */
    private static final List<Integer> OPUS_MILLIS = List.of(60, 40, 20);

    private static final int OPUS_BITS_PER_SECOND = 32_000;
    /** Opus knows no less (RFC 7587, 6.1). */
    private static final int FEWEST_OPUS_BITS_PER_SECOND = 6_000;

    private Encodings() {}

    /**
     * Empty where there is no encoder.
     *
     * @param wanted time that a packet is to have; it has as many whole frames as fit, and one at least
     */
    static Optional<Encoding> of(PayloadFormat format, Duration wanted) {
        return switch (format.encoding()) {
            case "PCMU", "PCMA", "L16" -> Optional.of(pcm(format, wanted)).filter(_ -> Pcm.encodes(format));
            case "G722" -> Optional.of(steady(wanted, 16_000, 8, "-c:a", "g722", "-f", "g722"));
            case "G726-16", "G726-24", "G726-32", "G726-40" -> Optional.of(g726(format, wanted));
            case "OPUS" -> Optional.of(opus(format, wanted));
            case "SPEEX" -> Optional.of(speex(format, wanted)).filter(_ -> isSpeexRate(format.clockRateHertz()));
            case "G723" -> Optional.of(g723(wanted));
            case "AMR", "AMR-WB" -> Amr.of(format).map(amr -> amr(amr, wanted));
            case "G729", "GSM", "ILBC" ->
                Optional.of(speech(speechCodec(format), wanted)).filter(_ -> format.clockRateHertz() == 8_000);
            default -> Optional.empty();
        };
    }

    /** iLBC has frames of 30 ms unless the party says otherwise (RFC 3952, 5). */
    private static SpeechCodec speechCodec(PayloadFormat format) {
        return switch (format.encoding()) {
            case "G729" -> SpeechCodec.G729;
            case "GSM" -> SpeechCodec.GSM;
            default ->
                FormatParameters.of(format, "mode").filter("20"::equals).isPresent()
                        ? SpeechCodec.ILBC_20
                        : SpeechCodec.ILBC_30;
        };
    }

    private static Encoding speech(SpeechCodec codec, Duration wanted) {
        int frames = framesIn(wanted, codec.frame());
        return new Encoding(
                Output.linear(8_000),
                codec,
                codec.frame().multipliedBy(frames),
                encoded -> cut(encoded, frames * codec.frameBytes()));
    }

    private static Encoding pcm(PayloadFormat format, Duration packetTime) {
        return new Encoding(
                Output.linear(format.clockRateHertz()),
                packetTime,
                encoded -> Pcm.encode(Pcm.samples(encoded), format, packetTime));
    }

    /** So many bytes a millisecond, cut anywhere. */
    private static Encoding steady(Duration packetTime, int rate, int bytesPerMilli, String... arguments) {
        int bytes = Math.toIntExact(packetTime.toMillis() * bytesPerMilli);
        return new Encoding(new Output(rate, List.of(arguments)), packetTime, encoded -> cut(encoded, bytes));
    }

    /** Words fill their bytes from the least significant bit on (RFC 3551, 4.5.4). */
    private static Encoding g726(PayloadFormat format, Duration wanted) {
        int bitsPerSample = Integer.parseInt(format.encoding().substring("G726-".length())) / 8;
        return steady(wanted, 8_000, bitsPerSample, "-c:a", "g726le", "-code_size", "" + bitsPerSample, "-f", "g726le");
    }

    private static List<byte[]> cut(byte[] encoded, int size) {
        List<byte[]> payloads = new ArrayList<>();
        for (int at = 0; at < encoded.length; at += size) {
            payloads.add(Arrays.copyOfRange(encoded, at, Math.min(at + size, encoded.length)));
        }
        return payloads;
    }

    private static Encoding opus(PayloadFormat format, Duration wanted) {
        int millis = OPUS_MILLIS.stream()
                .filter(length -> length <= wanted.toMillis())
                .findFirst()
                .orElse(20);
        List<String> arguments = List.of(
                "-c:a",
                "libopus",
                "-b:a",
                "" + opusBitsPerSecond(format),
                "-vbr",
                "constrained", // the party's limit is one for the average
                "-application",
                "voip",
                "-compression_level",
                "5",
                "-frame_duration",
                "" + millis,
                "-f",
                "ogg");
        return new Encoding(new Output(48_000, arguments), Duration.ofMillis(millis), OggPackets::sound);
    }

    /** As good as speech needs, or what the party can take. */
    static int opusBitsPerSecond(PayloadFormat format) {
        int most = FormatParameters.number(format, "maxaveragebitrate").orElse(OPUS_BITS_PER_SECOND);
        return Math.clamp(most, FEWEST_OPUS_BITS_PER_SECOND, OPUS_BITS_PER_SECOND);
    }

    private static boolean isSpeexRate(int hertz) {
        return hertz == 8_000 || hertz == 16_000 || hertz == 32_000;
    }

    /** RFC 5574: a packet of Speex in Ogg is a payload. */
    private static Encoding speex(PayloadFormat format, Duration wanted) {
        int frames = Math.min(8, framesIn(wanted, FRAME));
        List<String> arguments = List.of("-c:a", "libspeex", "-frames_per_packet", "" + frames, "-f", "ogg");
        return new Encoding(
                new Output(format.clockRateHertz(), arguments), FRAME.multipliedBy(frames), OggPackets::sound);
    }

    private static Encoding g723(Duration wanted) {
        Duration frame = Duration.ofMillis(30);
        int frames = framesIn(wanted, frame);
        return new Encoding(
                new Output(8_000, List.of("-c:a", "g723_1", "-b:a", "6300", "-f", "g723_1")),
                frame.multipliedBy(frames),
                encoded -> joined(SpeechFrames.g723(encoded, encoded.length), frames));
    }

    private static Encoding amr(Amr amr, Duration wanted) {
        AmrPayload payload = amr.payload();
        int frames = framesIn(wanted, FRAME);
        String encoder = payload.wideband() ? "libvo_amrwbenc" : "libopencore_amrnb";
        List<String> arguments = List.of("-c:a", encoder, "-b:a", "" + amr.bitsPerSecond(), "-f", "amr");
        return new Encoding(
                new Output(payload.wideband() ? 16_000 : 8_000, arguments),
                FRAME.multipliedBy(frames),
                encoded -> inGroups(payload.framesOfFile(encoded), frames).stream()
                        .map(payload::payload)
                        .toList());
    }

    static int framesIn(Duration wanted, Duration frame) {
        return Math.max(1, (int) wanted.dividedBy(frame));
    }

    /** Several frames in a packet follow each other. */
    static List<byte[]> joined(List<byte[]> frames, int perPacket) {
        return inGroups(frames, perPacket).stream().map(Encodings::joined).toList();
    }

    private static byte[] joined(List<byte[]> frames) {
        var payload = new byte[frames.stream().mapToInt(frame -> frame.length).sum()];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, payload, at, frame.length);
            at += frame.length;
        }
        return payload;
    }

    private static List<List<byte[]>> inGroups(List<byte[]> frames, int size) {
        List<List<byte[]>> groups = new ArrayList<>();
        for (int at = 0; at < frames.size(); at += size) {
            groups.add(frames.subList(at, Math.min(at + size, frames.size())));
        }
        return groups;
    }
}
