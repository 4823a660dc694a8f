package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.EncodeException;
import io.tapedeck.capture.encode.EncodeException.Fault;
import io.tapedeck.capture.prompts.Beeps.Beep;
import io.tapedeck.capture.prompts.PromptSource.Blob;
import io.tapedeck.capture.prompts.PromptSource.Kept;
import io.tapedeck.capture.prompts.PromptSource.PromptFile;
import io.tapedeck.capture.prompts.PromptSource.Tone;
import io.tapedeck.capture.prompts.Sound.Generated;
import io.tapedeck.capture.prompts.Sound.Recorded;
import io.tapedeck.capture.session.CallSound.Listening;
import io.tapedeck.capture.session.Playback;
import io.tapedeck.capture.session.Playback.Frame;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prepares prompts. May read files and wait for an encoder, so never on the relay's thread. */
public final class Prompts {

    /** Codecs that leave two tones what they are. */
    private static final Set<String> KEEP_TONES = Set.of("PCMU", "PCMA", "L16", "G722", "OPUS", "G726-32", "G726-40");

    private final PromptSettings settings;
    private final Workshop workshop;
    private final FrameCache cache;
    private final PromptShelf shelf;

    Prompts(PromptSettings settings, Workshop workshop, FrameCache cache, PromptShelf shelf) {
        this.shelf = shelf;
        this.settings = settings;
        this.workshop = workshop;
        this.cache = cache;
    }

    /** Sound for this party, in the best of its codecs that it can be made in; a beep where it can be made in none. */
    public Prepared prepare(PromptSource source, Listening listening) throws PromptException {
        Sound sound = sound(source);
        List<String> obstacles = new ArrayList<>();
        Optional<Prepared> prepared = inBestCodec(sound, listening.formats(), listening.frameTime(), obstacles);
        return prepared.isPresent() ? prepared.get() : beep(sound, listening, obstacles);
    }

    /** A key for this party: as an event where it takes events, else as tones. */
    public Prepared press(Key key, Listening listening) throws PromptException {
        Duration packetTime = listening.frameTime();
        if (listening.events().isPresent()) {
            List<Frame> frames = KeySound.events(key, listening.events().get(), packetTime);
            int clock = listening.formats().getFirst().clockRateHertz(); // that of the stream they are inserted into
            return new Prepared(new Playback(clock, packetTime, frames), null);
        }
        List<PayloadFormat> formats = listening.formats().stream()
                .filter(format -> KEEP_TONES.contains(format.encoding()))
                .toList();
        List<String> obstacles = new ArrayList<>(List.of("the party takes no events"));
        return inBestCodec(KeySound.tones(key), formats, packetTime, obstacles)
                .map(prepared -> new Prepared(prepared.playback(), "the party takes no events; tones are played"))
                .orElseThrow(() ->
                        new PromptException(String.join("; ", obstacles) + "; none of its codecs can carry tones"));
    }

    private Optional<Prepared> inBestCodec(
            Sound sound, List<PayloadFormat> formats, Duration packetTime, List<String> obstacles)
            throws PromptException {
        for (PayloadFormat format : formats) {
            Optional<Encoding> encoding = Encodings.of(format, packetTime);
            if (encoding.isEmpty()) {
                obstacles.add("there is no encoder for " + format.encoding());
                continue;
            }
            try {
                List<byte[]> payloads = payloads(sound, format, encoding.get());
                Playback playback = playback(payloads, format, encoding.get().packetTime());
                return Optional.of(new Prepared(playback, warning(obstacles, format)));
            } catch (EncodeException e) {
                obstacles.add(obstacle(e, format));
            }
        }
        return Optional.empty();
    }

    private List<byte[]> payloads(Sound sound, PayloadFormat format, Encoding encoding)
            throws EncodeException, PromptException {
        String made = format.encoding() + "/" + format.clockRateHertz() + "/" + format.channels() + " "
                + format.parameters() + " " + encoding.packetTime();
        List<byte[]> payloads =
                cache.get(new FrameCache.Key(sound.id(), made), () -> workshop.payloads(sound, encoding));
        if (payloads.isEmpty()) {
            throw new PromptException("there is no sound in it");
        }
        return payloads;
    }

    /** Whether it is worth trying another codec: when the one to act is the operator, not the caller. */
    private static String obstacle(EncodeException e, PayloadFormat format) throws PromptException {
        if (e.fault() != Fault.PROGRAM) {
            throw new PromptException(String.valueOf(e.getMessage()));
        }
        return format.encoding() + " cannot be encoded: " + e.getMessage();
    }

    private static @Nullable String warning(List<String> obstacles, PayloadFormat format) {
        return obstacles.isEmpty() ? null : String.join("; ", obstacles) + "; played in " + format.encoding();
    }

    private static Playback playback(List<byte[]> payloads, PayloadFormat format, Duration packetTime) {
        List<Frame> packets = payloads.stream()
                .map(payload -> new Frame(format.payloadType(), payload, false))
                .toList();
        return new Playback(format.clockRateHertz(), packetTime, packets);
    }

    private Prepared beep(Sound sound, Listening listening, List<String> obstacles) throws PromptException {
        for (PayloadFormat format : listening.formats()) {
            Optional<Beep> beep = Beeps.of(format, listening.frameTime());
            if (beep.isPresent()) {
                refuseWhatIsNoSound(sound);
                Playback playback =
                        playback(beep.get().payloads(), format, beep.get().packetTime());
                return new Prepared(playback, String.join("; ", obstacles) + "; a beep is played instead");
            }
        }
        throw new PromptException(String.join("; ", obstacles));
    }

    /** A broken file is broken, though this party would only have got a beep for it. */
    private void refuseWhatIsNoSound(Sound sound) throws PromptException {
        try {
            workshop.check(sound);
        } catch (EncodeException e) {
            if (e.fault() != Fault.PROGRAM) {
                throw new PromptException(String.valueOf(e.getMessage()));
            }
        }
    }

    private Sound sound(PromptSource source) throws PromptException {
        return switch (source) {
            case PromptFile(var name) -> Recorded.of(read(name));
            case Blob(var bytes)
            when bytes.length > settings.largest().toBytes() ->
                throw new PromptException("larger than " + settings.largest());
            case Blob(var bytes) -> Recorded.of(bytes);
            case Kept(var sha256) ->
                new Recorded(
                        sha256,
                        shelf.find(sha256).orElseThrow(() -> new PromptException("no prompt with this hash is kept")));
            case Tone(var cadence) -> new Generated("tone " + cadence, cadence::samples);
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

    /**
     * A prompt that can be played.
     *
     * @param warning what is not as it was asked for; null when everything is
     */
    public record Prepared(Playback playback, @Nullable String warning) {}
}
