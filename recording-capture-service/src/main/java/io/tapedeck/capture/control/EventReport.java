package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CallEvent;
import io.tapedeck.capture.session.CallEvent.DigitPressed;
import io.tapedeck.capture.session.CallEvent.MediaTimedOut;
import io.tapedeck.capture.session.CallEvent.RecordingChanged;
import io.tapedeck.capture.session.CallEvent.RecordingRefused;
import io.tapedeck.capture.session.CallEvent.SourceRefused;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.SignalledParty;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event in words, as rtpengine's own events have it: {@code callid}, {@code source_tag}, {@code tags}, ... */
final class EventReport {

    private static final String DIGITS = "0123456789*#ABCD";

    private EventReport() {}

    /** What the event is called on a controller's connection. */
    static String nameOf(CallEvent event) {
        return switch (event) {
            case DigitPressed _ -> "onDTMF";
            case MediaTimedOut _ -> "onMediaTimeout";
            case RecordingChanged _ -> "onRecording";
            case RecordingRefused _ -> "onRecordingRefused";
            case SourceRefused _ -> "onSourceRefused";
        };
    }

    /** @param session null when the call is gone */
    static NgDictionary of(CallEvent event, @Nullable CaptureSession session) {
        NgDictionary report = switch (event) {
            case DigitPressed digit ->
                about(event, "DTMF", digit.side(), session)
                        .with("source_ip", address(digit.side(), session))
                        .with("event", DIGITS.indexOf(digit.digit()))
                        .with("duration", digit.duration().toMillis())
                        .with("volume", digit.volume())
                        .with("source", digit.source().name().toLowerCase(Locale.ROOT));
            case MediaTimedOut _ -> about(event, "MEDIA TIMEOUT", null, session);
            case RecordingChanged(var _, var _, var recording) ->
                about(event, "RECORDING", null, session)
                        .with("recording", recording.name().toLowerCase(Locale.ROOT));
            case RecordingRefused(var _, var _, int recordings) ->
                about(event, "RECORDING REFUSED", null, session)
                        .with("recordings", recordings)
                        .with("reason", Admission.REASON);
            case SourceRefused(var _, var _, Side side, var source) ->
                about(event, "SOURCE REFUSED", side, session)
                        .with("source_ip", source.host())
                        .with("source_port", source.port());
        };
        return report;
    }

    private static NgDictionary about(
            CallEvent event, String type, @Nullable Side side, @Nullable CaptureSession session) {
        NgDictionary report = NgDictionary.empty().with("callid", event.callId());
        if (side != null) {
            report = report.with("source_tag", tag(side, session).orElse(""));
        }
        List<String> tags = new ArrayList<>();
        for (Side other : Side.values()) {
            if (other != side) {
                tag(other, session).ifPresent(tags::add);
            }
        }
        return report.with("tags", NgList.ofTexts(tags))
                .with("type", new NgString(type))
                .with("timestamp", event.at().getEpochSecond());
    }

    private static Optional<String> tag(Side side, @Nullable CaptureSession session) {
        return session == null ? Optional.empty() : session.party(side).map(SignalledParty::tag);
    }

    private static String address(Side side, @Nullable CaptureSession session) {
        String sdp = session == null
                ? ""
                : session.party(side).map(SignalledParty::sdp).orElse("");
        try {
            return sdp.isEmpty() ? "" : SessionDescription.parse(sdp).connectionAddressOf(0);
        } catch (SdpException | IndexOutOfBoundsException _) {
            return ""; // it was parsed when it arrived, but may have no line
        }
    }
}
