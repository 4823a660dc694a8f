package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.opus.OpusDecoder;
import io.tapedeck.conversion.opus.SystemOpus;
import io.tapedeck.conversion.timeline.AudioDecoder;
import io.tapedeck.conversion.timeline.AudioDecoders;
import io.tapedeck.conversion.timeline.ComfortNoise;
import io.tapedeck.conversion.timeline.G711Decoders;
import io.tapedeck.protocol.codec.AmrPayload;
import io.tapedeck.protocol.codec.OpusPayload;
import io.tapedeck.protocol.codec.SpeechFrames;
import io.tapedeck.protocol.codec.SpeexPayload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All codecs: G.711, linear sound and noise in Java, the others by FFmpeg. */
public final class FfmpegDecoders implements AudioDecoders {

    private static final int NARROW = 8_000;
    private static final int WIDE = 16_000;

    private final G711Decoders g711 = new G711Decoders();

    @Override
    public int sampleRateHertz(PayloadFormat format) {
        return switch (format.encoding()) {
            case "G722" -> WIDE;
            case "OPUS" -> OpusPayload.RATE;
            default -> format.clockRateHertz();
        };
    }

    @Override
    public boolean hasBands(PayloadFormat format) {
        return format.encoding().equals("OPUS");
    }

    /** Medium band becomes wide: few players know a file of 12 kHz. */
    @Override
    public int sampleRateHertz(PayloadFormat format, byte first) {
        if (!hasBands(format)) {
            return sampleRateHertz(format);
        }
        int rate = OpusPayload.bandRate(first);
        return rate > NARROW ? Math.max(rate, WIDE) : rate;
    }

    @Override
    public @Nullable AudioDecoder open(PayloadFormat format, int wantedHertz) {
        int rate = sampleRateHertz(format);
        return switch (format.encoding()) {
            case "PCMU", "PCMA" -> g711.open(format, wantedHertz);
            case "L16" -> new LinearDecoder(rate, format.channels());
            case "CN" -> new ComfortNoise(rate);
            case "G722" -> waveform("g722");
            case "G729" -> g729();
            case "G723" -> g723();
            case "GSM" -> gsm();
            case "ILBC" -> IlbcDecoder.open(parameter(format, "mode").equals("20"));
            case "SPEEX" -> speex(rate);
            case "AMR", "AMR-WB" -> amr(format);
            case "OPUS" -> opus(wantedHertz);
            default -> null;
        };
    }

    /** A parameter of {@code a=fmtp}; empty when it is not there. */
    private static String parameter(PayloadFormat format, String name) {
        for (String parameter : format.parameters().toLowerCase(Locale.ROOT).split("[; ]+", -1)) {
            if (parameter.startsWith(name + "=")) {
                return parameter.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /** G.722: two samples a byte, of which any number makes a payload. */
    private static @Nullable AudioDecoder waveform(String name) {
        NativeDecoder decoder = NativeDecoder.open(name, WIDE);
        return decoder == null
                ? null
                : new SpeechDecoder(decoder, WIDE, 2) {
                    @Override
                    List<byte[]> frames(byte[] payload, int length) {
                        return List.of(Arrays.copyOf(payload, length));
                    }

                    @Override
                    public int mostSamples(int payloadLength) {
                        return 2 * payloadLength;
                    }
                };
    }

    private static @Nullable AudioDecoder g729() {
        NativeDecoder decoder = NativeDecoder.open("g729", NARROW);
        return decoder == null ? null : new G729Decoder(decoder);
    }

    private static @Nullable AudioDecoder g723() {
        NativeDecoder decoder = NativeDecoder.open("g723_1", NARROW);
        return decoder == null
                ? null
                : new SpeechDecoder(decoder, NARROW, 240) {
                    private boolean silent;

                    @Override
                    List<byte[]> frames(byte[] payload, int length) {
                        return SpeechFrames.g723(payload, length);
                    }

                    @Override
                    int frame(byte[] frame, short[] samples, int at) {
                        silent = (frame[0] & 2) != 0;
                        return super.frame(frame, samples, at);
                    }

                    @Override
                    byte[] erasure() {
                        return silent ? new byte[] {3} : new byte[0];
                    }

                    @Override
                    boolean comforts() {
                        return silent;
                    }
                };
    }

    private static @Nullable AudioDecoder gsm() {
        NativeDecoder decoder = NativeDecoder.open("gsm", NARROW);
        return decoder == null
                ? null
                : new SpeechDecoder(decoder, NARROW, 160) {
                    @Override
                    List<byte[]> frames(byte[] payload, int length) {
                        return SpeechFrames.gsm(payload, length);
                    }
                };
    }

    private static @Nullable AudioDecoder speex(int rate) {
        NativeDecoder decoder = NativeDecoder.open("libspeex", rate);
        return decoder == null
                ? null
                : new SpeechDecoder(decoder, rate, rate / 50) {
                    @Override
                    List<byte[]> frames(byte[] payload, int length) {
                        return SpeexPayload.frames(payload, length);
                    }
                };
    }

    private static @Nullable AudioDecoder amr(PayloadFormat format) {
        boolean wide = format.encoding().equals("AMR-WB");
        boolean crc = parameter(format, "crc").equals("1");
        boolean aligned = parameter(format, "octet-align").equals("1") || crc;
        if (!parameter(format, "interleaving").isEmpty() || format.channels() > 1) {
            return null;
        }
        int rate = wide ? WIDE : NARROW;
        NativeDecoder decoder = NativeDecoder.open(wide ? "libopencore_amrwb" : "libopencore_amrnb", rate);
        return decoder == null ? null : new AmrDecoder(decoder, new AmrPayload(wide, aligned, crc), rate);
    }

    /** The system's libopus is several times as fast as the one in the bundled FFmpeg. */
    private static @Nullable AudioDecoder opus(int wantedHertz) {
        OpusDecoder.Engine ofSystem = SystemOpus.open(wantedHertz);
        return ofSystem == null ? bundledOpus() : new OpusDecoder(ofSystem);
    }

    static @Nullable AudioDecoder bundledOpus() {
        NativeDecoder decoder = NativeDecoder.open("libopus", OpusPayload.RATE);
        return decoder == null ? null : new OpusDecoder(new BundledOpus(decoder));
    }

    private record BundledOpus(NativeDecoder decoder) implements OpusDecoder.Engine {

        @Override
        public int sampleRateHertz() {
            return OpusPayload.RATE; // FFmpeg asks for no other
        }

        @Override
        public int decode(byte[] packet, int length, short[] samples) {
            return decoder.decode(packet, length, samples, 0);
        }

        @Override
        public void close() {
            decoder.close();
        }
    }
}
