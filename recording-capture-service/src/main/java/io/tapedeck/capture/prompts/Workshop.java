package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.EncodeException;
import io.tapedeck.capture.encode.Encoder;
import io.tapedeck.capture.encode.Encoder.Input;
import io.tapedeck.capture.encode.Encoder.Output;
import io.tapedeck.capture.encode.SpeechCodec;
import io.tapedeck.capture.encode.SpeechEncoder;
import io.tapedeck.capture.prompts.Sound.Generated;
import io.tapedeck.capture.prompts.Sound.Recorded;
import io.tapedeck.protocol.codec.WavAudio;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes payloads of sound; by FFmpeg what has to be resampled or what only FFmpeg encodes. */
final class Workshop {

    private static final int BYTES_PER_SAMPLE = 2;
    /** For the heads of containers. */
    private static final int SLACK = 1 << 16;

    private final Encoder encoder;
    private final SpeechEncoder speech;
    private final Duration longest;

    Workshop(Encoder encoder, SpeechEncoder speech, Duration longest) {
        this.encoder = encoder;
        this.speech = speech;
        this.longest = longest;
    }

    List<byte[]> payloads(Sound sound, Encoding encoding) throws EncodeException {
        byte[] written = written(sound, encoding.output());
        SpeechCodec codec = encoding.codec();
        return encoding.packing().payloads(codec == null ? written : speech.encode(codec, written));
    }

    private byte[] written(Sound sound, Output output) throws EncodeException {
        int rate = output.rate();
        Optional<short[]> samples = output.isLinear() ? samplesAt(sound, rate) : Optional.empty();
        return samples.isPresent() ? Pcm.bytes(cut(samples.get(), rate)) : encoded(sound, output);
    }

    /** Throws when it is no sound. */
    void check(Sound sound) throws EncodeException {
        int rate = 8_000;
        if (samplesAt(sound, rate).isEmpty()) {
            byte[] _ = encoded(sound, Output.linear(rate));
        }
    }

    private static Optional<short[]> samplesAt(Sound sound, int rate) {
        return switch (sound) {
            case Generated made -> Optional.of(made.samples().apply(rate));
            case Recorded file ->
                WavAudio.parse(file.bytes())
                        .filter(wav -> wav.sampleRateHertz() == rate && wav.samples().length > 0)
                        .map(WavAudio::samples);
        };
    }

    private byte[] encoded(Sound sound, Output output) throws EncodeException {
        long samples = longest.toMillis() * output.rate() / 1_000;
        int most = Math.toIntExact(samples * BYTES_PER_SAMPLE + SLACK);
        return encoder.encode(input(sound, output.rate()), output, longest, most);
    }

    private static Input input(Sound sound, int rate) {
        return switch (sound) {
            case Generated made -> Input.linear(Pcm.bytes(made.samples().apply(rate)), rate);
            case Recorded file -> Input.file(file.bytes());
        };
    }

    private short[] cut(short[] samples, int rate) {
        long most = longest.toMillis() * rate / 1_000;
        return samples.length <= most ? samples : Arrays.copyOf(samples, (int) most);
    }
}
