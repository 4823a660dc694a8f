package io.tapedeck.capture.control;

import io.tapedeck.capture.prompts.PromptException;
import io.tapedeck.capture.prompts.PromptSource;
import io.tapedeck.capture.prompts.PromptSource.Blob;
import io.tapedeck.capture.prompts.PromptSource.Kept;
import io.tapedeck.capture.prompts.PromptSource.PromptFile;
import io.tapedeck.capture.prompts.PromptSource.Tone;
import io.tapedeck.capture.prompts.Prompts;
import io.tapedeck.capture.prompts.Prompts.Prepared;
import io.tapedeck.capture.session.CallSound.Listening;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.capture.session.Playback;
import io.tapedeck.capture.session.Restrictions;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.codec.Cadence;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The commands that put sound into a call, and those that keep some of it from the other party. */
final class MediaCommands {

    private static final int MOST_REPETITIONS = 1_000_000;
    private static final int LONGEST_REST_SECONDS = 3_600;

    private static final String SEALED =
            "SRTP cannot be changed here: packets are left out instead of made silent, and keys that are tones pass";

    private final CaptureSessions sessions;
    private final Prompts prompts;

    MediaCommands(CaptureSessions sessions, Prompts prompts) {
        this.sessions = sessions;
        this.prompts = prompts;
    }

    Map<String, NgCommand> table() {
        Map<String, NgCommand> table = new HashMap<>();
        table.put("play media", this::playMedia);
        table.put("stop media", this::stopMedia);
        table.put("play DTMF", new PlayKeyCommand(sessions, prompts));
        table.put("block media", restricting(now -> now.withMedia(true)));
        table.put("unblock media", restricting(now -> now.withMedia(false)));
        table.put("silence media", restricting(now -> now.withSound(true)));
        table.put("unsilence media", restricting(now -> now.withSound(false)));
        table.put("block DTMF", restricting(now -> now.withDigits(true)));
        table.put("unblock DTMF", restricting(now -> now.withDigits(false)));
        return table;
    }

    /** To the party that is named, instead of the other party; to all at the same time, as far as they can hear. */
    private NgDictionary playMedia(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        Set<Side> listeners = named(request, session);
        Wish wish = Wish.of(request);
        Map<Side, Prepared> prepared = new EnumMap<>(Side.class);
        List<String> warnings = new ArrayList<>();
        for (Side listener : listeners) {
            try {
                prepared.put(listener, prepare(wish, session, listener));
            } catch (NgRefusal e) {
                boolean others = listeners.size() > 1;
                if (!others || prepared.isEmpty() && listener == Side.CALLEE) {
                    throw e;
                }
                warnings.add(String.valueOf(e.getMessage()));
            }
        }
        return play(wish, session, prepared, warnings);
    }

    private static NgDictionary play(
            Wish wish, CaptureSession session, Map<Side, Prepared> prepared, List<String> warnings) throws NgRefusal {
        long millis = 0;
        for (var one : prepared.entrySet()) {
            Playback playback = one.getValue().playback();
            if (!session.sound().play(one.getKey(), wish.applied(playback))) {
                throw new NgRefusal(wish.failure() + ": too many are playing");
            }
            millis = Math.max(millis, playback.duration().toMillis());
            Optional.ofNullable(one.getValue().warning()).ifPresent(warnings::add);
        }
        Map<String, NgValue> reply = new LinkedHashMap<>();
        reply.put("duration", NgReplies.number(millis));
        warnings.stream().findFirst().ifPresent(text -> reply.put("warning", NgReplies.text(text)));
        return NgReplies.ok(reply);
    }

    private Prepared prepare(Wish wish, CaptureSession session, Side listener) throws NgRefusal {
        Optional<Listening> listening = session.sound().listening(listener);
        if (listening.isEmpty()) {
            throw new NgRefusal(wish.failure() + ": the party has no audio that can be played to");
        }
        try {
            return prompts.prepare(wish.source(), listening.get());
        } catch (PromptException e) {
            throw new NgRefusal(wish.failure() + ": " + e.getMessage());
        }
    }

    private NgDictionary stopMedia(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        Optional<Duration> position = Optional.empty();
        for (Side listener : named(request, session)) {
            Optional<Duration> stopped = session.sound().stop(listener);
            position = position.or(() -> stopped);
        }
        return position.map(at -> NgReplies.ok(Map.of("last-frame-pos", NgReplies.number(at.toMillis()))))
                .orElseGet(NgReplies::ok);
    }

    /** Without a participant it is about the whole call, as with rtpengine. */
    private NgCommand restricting(UnaryOperator<Restrictions> change) {
        return request -> {
            CaptureSession session = NgCommands.known(sessions, request.callId());
            Set<Side> named = Participants.of(request, session);
            Set<Side> senders = named.isEmpty() ? EnumSet.allOf(Side.class) : named;
            for (Side sender : senders) {
                session.sound().restrict(sender, change);
            }
            boolean sealed = senders.stream().anyMatch(session.sound()::isSealed);
            return sealed ? NgReplies.warned(SEALED) : NgReplies.ok();
        };
    }

    static Set<Side> named(NgRequest request, CaptureSession session) throws NgRefusal {
        Set<Side> named = Participants.of(request, session);
        if (named.isEmpty()) {
            throw new NgRefusal("No participant party specified");
        }
        return named;
    }

    /**
     * What is to be played, and how.
     *
     * @param failure what the refusal begins with
     */
    private record Wish(PromptSource source, String failure, int rounds, Duration start, Duration rest) {

        private static final String FAILED = "Failed to start media playback from ";

        static Wish of(NgRequest request) throws NgRefusal {
            int repeat = Math.toIntExact(
                    Math.clamp(request.body().integer("repeat-times").orElse(1), 1, MOST_REPETITIONS));
            Duration start = Duration.ofMillis(
                    Math.clamp(request.body().integer("start-pos").orElse(0), 0, Integer.MAX_VALUE));
            Duration rest = rest(request);
            boolean forEver = rest.isPositive() && request.text("repeat-times").isEmpty();
            int rounds = forEver ? Playback.FOR_EVER : repeat;
            Optional<String> tone = request.tapedeck().flatMap(own -> own.text("tone"));
            if (tone.isPresent()) {
                return new Wish(new Tone(cadence(tone.get())), FAILED + "tone", rounds, start, rest);
            }
            Optional<String> kept = request.tapedeck().flatMap(own -> own.text("sha256"));
            if (kept.isPresent()) {
                return new Wish(new Kept(kept.get()), FAILED + "prompt", rounds, start, rest);
            }
            Optional<String> file = request.text("file");
            if (file.isPresent()) {
                return new Wish(new PromptFile(file.get()), FAILED + "file", rounds, start, rest);
            }
            Optional<byte[]> blob = request.body().bytes("blob");
            if (blob.isPresent()) {
                return new Wish(new Blob(blob.get()), FAILED + "blob", rounds, start, rest);
            }
            throw new NgRefusal(request.text("db-id").isPresent() ? FAILED + "database" : "No media file specified");
        }

        /** {@code every}: from one beginning to the next; here it is the time between. */
        private static Duration rest(NgRequest request) {
            long seconds = request.tapedeck().stream()
                    .flatMapToLong(own -> own.integer("every").stream())
                    .findFirst()
                    .orElse(0);
            return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_REST_SECONDS));
        }

        private static Cadence cadence(String text) throws NgRefusal {
            try {
                return Cadence.parse(text);
            } catch (IllegalArgumentException e) {
                throw new NgRefusal(FAILED + "tone: " + e.getMessage());
            }
        }

        Playback applied(Playback prepared) {
            Duration between = rest.minus(prepared.duration());
            return prepared.repeated(rounds, between.isNegative() ? Duration.ZERO : between)
                    .from(start);
        }
    }
}
