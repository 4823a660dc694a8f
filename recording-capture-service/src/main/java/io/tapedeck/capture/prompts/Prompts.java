package io.tapedeck.capture.prompts;

import io.tapedeck.capture.prompts.PromptSource.Blob;
import io.tapedeck.capture.prompts.PromptSource.PromptFile;
import io.tapedeck.capture.prompts.PromptSource.Tone;
import io.tapedeck.capture.session.CallSound.Listening;
import io.tapedeck.capture.session.Playback;
import io.tapedeck.capture.session.Playback.Frame;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.WavAudio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prepares prompts. May read files and wait for an encoder, so never on the relay's thread. */
public final class Prompts {

    private final PromptSettings settings;

    Prompts(PromptSettings settings) {
        this.settings = settings;
    }

    /** Sound for this party, in the best of its codecs that it can be made in. */
    public Prepared prepare(PromptSource source, Listening listening) throws PromptException {
        byte[] bytes = read(source);
        for (PayloadFormat format : listening.formats()) {
            Optional<List<byte[]>> frames = encode(source, bytes, format, listening.frameTime());
            if (frames.isPresent() && !frames.get().isEmpty()) {
                return new Prepared(playback(frames.get(), format, listening.frameTime()), null);
            }
        }
        throw new PromptException("no codec of this party can be encoded");
    }

    private static Playback playback(List<byte[]> frames, PayloadFormat format, Duration frameTime) {
        List<Frame> packets = frames.stream()
                .map(frame -> new Frame(format.payloadType(), frame, false))
                .toList();
        return new Playback(format.clockRateHertz(), frameTime, packets);
    }

    private byte[] read(PromptSource source) throws PromptException {
        return switch (source) {
            case PromptFile(var name) -> read(name);
            case Blob(var bytes)
            when bytes.length > settings.largest().toBytes() ->
                throw new PromptException("larger than " + settings.largest());
            case Blob(var bytes) -> bytes;
            case Tone _ -> new byte[0];
        };
    }

    /** Only what lies in the prompt directory, wherever its links lead. */
    private byte[] read(String name) throws PromptException {
        try {
            Path directory = settings.directory().toRealPath();
            Path file = directory.resolve(name).toRealPath();
            if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
                throw new PromptException("not in the prompt directory");
            }
            if (Files.size(file) > settings.largest().toBytes()) {
                throw new PromptException("larger than " + settings.largest());
            }
            return Files.readAllBytes(file);
        } catch (IOException | InvalidPathException _) {
            throw new PromptException("not in the prompt directory");
        }
    }

    private Optional<List<byte[]>> encode(PromptSource source, byte[] bytes, PayloadFormat format, Duration frameTime) {
        if (!Pcm.encodes(format)) {
            return Optional.empty();
        }
        Optional<short[]> samples = source instanceof Tone(var cadence)
                ? Optional.of(cadence.samples(format.clockRateHertz()))
                : WavAudio.parse(bytes)
                        .filter(wav -> wav.sampleRateHertz() == format.clockRateHertz())
                        .map(WavAudio::samples);
        return samples.map(sound -> Pcm.encode(cut(sound, format.clockRateHertz()), format, frameTime));
    }

    private short[] cut(short[] samples, int rateHertz) {
        long most = settings.longest().toSeconds() * rateHertz;
        return samples.length <= most ? samples : java.util.Arrays.copyOf(samples, (int) most);
    }

    /**
     * A prompt that can be played.
     *
     * @param warning what is not as it was asked for; null when everything is
     */
    public record Prepared(Playback playback, @Nullable String warning) {}
}
