package io.tapedeck.capture.control;

import io.tapedeck.capture.prompts.Key;
import io.tapedeck.capture.prompts.PromptException;
import io.tapedeck.capture.prompts.Prompts;
import io.tapedeck.capture.prompts.Prompts.Prepared;
import io.tapedeck.capture.session.CallSound.Listening;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** {@code play DTMF}: the party that is named seems to press a key, and the other one hears it. */
final class PlayKeyCommand implements NgCommand {

    private static final String FAILED = "Failed to inject DTMF event";
    private static final int USUAL_MILLIS = 250;
    private static final int USUAL_PAUSE_MILLIS = 100;
    /** What rtpengine clips both to. */
    private static final int SHORTEST_MILLIS = 100;

    private static final int LONGEST_MILLIS = 5_000;
    private static final int USUAL_ATTENUATION = 8;

    private final CaptureSessions sessions;
    private final Prompts prompts;

    PlayKeyCommand(CaptureSessions sessions, Prompts prompts) {
        this.sessions = sessions;
        this.prompts = prompts;
    }

    @Override
    public NgDictionary run(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        Set<Side> pressing = MediaCommands.named(request, session);
        Key key = new Key(event(request), millis(request, "duration", USUAL_MILLIS), attenuation(request));
        Duration pause = millis(request, "pause", USUAL_PAUSE_MILLIS);
        Optional<String> warning = Optional.empty();
        for (Side party : pressing) {
            Prepared prepared = press(session, party == Side.CALLER ? Side.CALLEE : Side.CALLER, key, pause);
            warning = warning.or(() -> Optional.ofNullable(prepared.warning()));
        }
        return warning.map(NgReplies::warned).orElseGet(NgReplies::ok);
    }

    private Prepared press(CaptureSession session, Side listener, Key key, Duration pause) throws NgRefusal {
        Listening listening = session.sound()
                .listening(listener)
                .orElseThrow(() -> new NgRefusal(FAILED + ": the party has no audio that can be played to"));
        try {
            Prepared prepared = prompts.press(key, listening);
            if (!session.sound().press(listener, prepared.playback(), pause)) {
                throw new NgRefusal(FAILED + ": too many are playing or waiting");
            }
            return prepared;
        } catch (PromptException e) {
            throw new NgRefusal(FAILED + ": " + e.getMessage());
        }
    }

    /** A key as it is written, or the number of its event. */
    private static int event(NgRequest request) throws NgRefusal {
        String code = request.required("code", "No 'code' specified");
        int event = code.length() == 1 ? TelephoneEvent.eventOf(code.charAt(0)) : number(code);
        if (event < 0 || event > Key.LAST_EVENT) {
            throw new NgRefusal("Out of range 'code' specified");
        }
        return event;
    }

    private static int number(String code) {
        try {
            return Integer.parseInt(code);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static Duration millis(NgRequest request, String key, int usual) {
        return Duration.ofMillis(
                Math.clamp(request.body().integer(key).orElse(usual), SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    /** Decibels below 0 dBm0, with or without the minus. */
    private static int attenuation(NgRequest request) {
        long volume = request.body().integer("volume").orElse(USUAL_ATTENUATION);
        return Math.min(Key.MOST_ATTENUATION, Math.abs(Math.clamp(volume, -99, 99)));
    }
}
