package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Keys that do not come with the media: the controller tells what a SIP INFO said. */
final class DigitCommands {

    private static final int USUAL_MILLIS = 100;
    private static final int LONGEST_MILLIS = 60_000;
    private static final int USUAL_VOLUME = 8;
    private static final int SOFTEST_VOLUME = 63;
    private static final String CODE = "[0-9*#A-D]{1,16}";

    private final CaptureSessions sessions;

    DigitCommands(CaptureSessions sessions) {
        this.sessions = sessions;
    }

    Map<String, NgCommand> table() {
        return Map.of("tell DTMF", this::tell, "hear DTMF", this::hear, "mask DTMF", this::mask);
    }

    /**
     * Whoever asks wants to know what the participant presses: over the connection on which it asks, and also when the
     * keys come as tones only. With {@code tapedeck speech}: also how long it says nothing, see {@code query}.
     */
    private NgDictionary hear(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        Side side = participant(request, session);
        if (request.tapedeck().flatMap(own -> own.text("speech")).isPresent()) {
            session.sound().listenForSpeech(side);
        } else {
            session.sound().listenForKeys(side);
        }
        return NgReplies.ok();
    }

    /** The last keys of the participant were a code, {@code tapedeck} says which. */
    private NgDictionary mask(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        String code = request.tapedeck().flatMap(own -> own.text("code")).orElse("");
        if (!code.matches(CODE)) {
            throw new NgRefusal("tapedeck code is not made of keys");
        }
        session.mask(participant(request, session), code);
        return NgReplies.ok();
    }

    private static Side participant(NgRequest request, CaptureSession session) throws NgRefusal {
        Set<Side> named = Participants.of(request, session);
        if (named.size() != 1) {
            throw new NgRefusal("No participant party specified");
        }
        return named.iterator().next();
    }

    /** The participant pressed what {@code tapedeck} says. */
    private NgDictionary tell(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        Side side = participant(request, session);
        NgDictionary own = request.tapedeck().orElse(NgDictionary.empty());
        char digit = digit(own);
        long millis = Math.clamp(own.integer("duration").orElse(USUAL_MILLIS), 1, LONGEST_MILLIS);
        long volume = Math.clamp(own.integer("volume").orElse(USUAL_VOLUME), 0, SOFTEST_VOLUME);
        session.press(side, digit, Duration.ofMillis(millis), Math.toIntExact(volume));
        return NgReplies.ok();
    }

    private static char digit(NgDictionary own) throws NgRefusal {
        String text = own.text("digit").orElse("").strip();
        if (text.length() != 1 || TelephoneEvent.eventOf(text.charAt(0)) < 0) {
            throw new NgRefusal("tapedeck digit is not a key");
        }
        return Character.toUpperCase(text.charAt(0));
    }
}
