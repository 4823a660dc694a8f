package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CallParties.CallParty;
import io.tapedeck.capture.session.SdpWishes.Trait;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Origin;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What is played into a call, and what of its media is kept from the parties. Called in the call's own order. */
public final class CallSound {

    private static final String AUDIO = "audio";
    private static final String EVENTS = "TELEPHONE-EVENT";
    private static final int USUAL_FRAME_MILLIS = 20;
    private static final int LONGEST_FRAME_MILLIS = 200;

    private final MediaControls controls;
    private final CallMedia media;
    private final Runnable streamsChanged;
    private final Map<Side, Restrictions> restrictions = new EnumMap<>(Side.class);
    private final Map<Side, StreamDescription> played = new EnumMap<>(Side.class);
    private final Set<Side> listenedTo = EnumSet.noneOf(Side.class);

    CallSound(MediaControls controls, CallMedia media, Runnable streamsChanged) {
        this.controls = controls;
        this.media = media;
        this.streamsChanged = streamsChanged;
    }

    /** What was agreed may have changed. */
    void follow() {
        for (Side sender : Side.values()) {
            // before the other party has said what its numbers mean, the sender's own are the best guess
            CallParty receiver = media.parties().get(CallParties.other(sender));
            CallParty known = receiver == null ? media.parties().get(sender) : receiver;
            if (known == null) {
                continue;
            }
            for (int i = 0; i < known.lines().size(); i++) {
                LineTerms line = known.lines().get(i);
                if (line.type().equals(AUDIO) && line.carriesRtp() && !line.rejected()) {
                    controls.agree(sender, i, line.payloads(media.protection().of(sender, i)));
                }
            }
        }
    }

    /** The controller may want to know of keys that the writer is heard to press. */
    void detect(MediaProposal proposal) {
        if (proposal.wishes().traits().contains(Trait.DETECT_DIGITS)) {
            detect(media.parties().sideOf(proposal));
        }
    }

    private void detect(Side sender) {
        listenedTo.add(sender);
        controls.detect(sender);
    }

    /** How long a party has not been heard to speak; empty when nobody asked for its keys. */
    public Optional<Duration> silentFor(Side sender) {
        return listenedTo.contains(sender) ? controls.silentFor(sender) : Optional.empty();
    }

    /** The controller wants to know of the party's keys, however it sends them. */
    public void listenForKeys(Side sender) {
        CallParty party = media.parties().get(sender);
        boolean sendsEvents = party != null
                && party.lines().stream()
                        .flatMap(line -> line.payloads().stream())
                        .anyMatch(format -> format.encoding().equals(EVENTS));
        if (!sendsEvents) {
            detect(sender);
            follow();
        }
    }

    /** The controller wants to know how long the party says nothing; keys that come as tones are told as well. */
    public void listenForSpeech(Side sender) {
        detect(sender);
        follow();
    }

    /** Whether nobody else may know what a party presses. */
    boolean withholdsKeys(Side sender) {
        return !restrictions.getOrDefault(sender, Restrictions.NONE).isNone();
    }

    /** What has been played so far, as streams of the capture. */
    List<StreamDescription> streams() {
        return List.copyOf(played.values());
    }

    /** Whether what a party says cannot be changed here, only left out: it is SRTP. */
    public boolean isSealed(Side sender) {
        CallParty party = media.parties().get(sender);
        if (party == null) {
            return false;
        }
        for (int i = 0; i < party.lines().size(); i++) {
            if (party.lines().get(i).type().equals(AUDIO)
                    && !media.protection().of(sender, i).isPlain()) {
                return true;
            }
        }
        return false;
    }

    /** How a party can be played to; empty when it has no audio, or only encrypted: for that nobody here has a key. */
    public Optional<Listening> listening(Side listener) {
        CallParty party = media.parties().get(listener);
        if (party == null) {
            return Optional.empty();
        }
        for (int i = 0; i < party.lines().size(); i++) {
            LineTerms line = party.lines().get(i);
            if (line.type().equals(AUDIO) && line.carriesRtp() && !line.rejected()) {
                return listening(listener, party, i);
            }
        }
        return Optional.empty();
    }

    private Optional<Listening> listening(Side listener, CallParty party, int index) {
        List<PayloadFormat> formats = new ArrayList<>();
        List<PayloadFormat> events = new ArrayList<>();
        for (PayloadFormat format : party.lines().get(index).payloads()) {
            if (format.encoding().equals(EVENTS)) {
                events.add(format);
            } else if (media.protection().isPlain(index)
                    && isSpoken(format)
                    && bothKnow(format, CallParties.other(listener), index)) {
                formats.add(format);
            }
        }
        if (formats.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt heard = controls.heard(listener, index);
        formats.sort((a, b) -> Boolean.compare(isHeard(b, heard), isHeard(a, heard)));
        Optional<PayloadFormat> keys = inTimeWith(formats.getFirst(), events);
        return Optional.of(new Listening(index, formats, frameTime(party.sdp(), index), keys));
    }

    /** Events have the clock of the sound they are among (RFC 4733, 2.1), where the party offers them so. */
    private static Optional<PayloadFormat> inTimeWith(PayloadFormat sound, List<PayloadFormat> events) {
        return events.stream()
                .filter(format -> format.clockRateHertz() == sound.clockRateHertz())
                .findFirst()
                .or(() -> events.stream().findFirst());
    }

    private static boolean isHeard(PayloadFormat format, OptionalInt heard) {
        return heard.isPresent() && heard.getAsInt() == format.payloadType();
    }

    private static boolean isSpoken(PayloadFormat format) {
        return switch (format.encoding()) {
            case "CN", "RED" -> false;
            default -> true;
        };
    }

    private boolean bothKnow(PayloadFormat format, Side other, int index) {
        CallParty party = media.parties().get(other);
        return party == null
                || index >= party.lines().size()
                || party.lines().get(index).payloads().stream()
                        .anyMatch(theirs -> theirs.encoding().equals(format.encoding())
                                && theirs.clockRateHertz() == format.clockRateHertz());
    }

    private static Duration frameTime(String sdp, int index) {
        try {
            String wanted = SessionDescription.parse(sdp)
                    .media()
                    .get(index)
                    .attribute("ptime")
                    .orElse("");
            int millis = (int) Math.round(Double.parseDouble(wanted.strip()));
            return Duration.ofMillis(millis > 0 && millis <= LONGEST_FRAME_MILLIS ? millis : USUAL_FRAME_MILLIS);
        } catch (SdpException | NumberFormatException _) {
            return Duration.ofMillis(USUAL_FRAME_MILLIS);
        }
    }

    /**
     * Plays to a party, as {@link #listening} said it can be.
     *
     * @return false when the node plays as much as it may already
     */
    public boolean play(Side listener, Playback playback) {
        OptionalInt index = announced(listener);
        return index.isEmpty() || controls.play(listener, index.getAsInt(), playback);
    }

    /**
     * Presses a key towards a party; after those that are being pressed, with a pause between.
     *
     * @return false when too many keys wait, or the node plays as much as it may already
     */
    public boolean press(Side listener, Playback key, Duration pause) {
        OptionalInt index = announced(listener);
        return index.isEmpty() || controls.press(listener, index.getAsInt(), key, pause);
    }

    /** Says that the capture has a stream more, before there is something in it. */
    private OptionalInt announced(Side listener) {
        CallParty party = media.parties().get(listener);
        Optional<Listening> listening = listening(listener);
        if (party == null || listening.isEmpty()) {
            return OptionalInt.empty();
        }
        int index = listening.get().mediaIndex();
        LineTerms line = party.lines().get(index);
        var stream = new MediaStream(0, listener, AUDIO, index, Component.RTP, line.payloads(), Origin.PLAYED);
        var description = new StreamDescription(stream, line.rtp(), KeylessSdp.of(party.sdp(), _ -> false));
        if (!description.equals(played.put(listener, description))) {
            streamsChanged.run();
        }
        return OptionalInt.of(index);
    }

    /** @return how far it had come; empty when nothing was playing */
    public Optional<Duration> stop(Side listener) {
        return controls.stop(listener);
    }

    /** Changes what of a party's media is kept from everybody. */
    public void restrict(Side sender, UnaryOperator<Restrictions> change) {
        Restrictions changed = change.apply(restrictions.getOrDefault(sender, Restrictions.NONE));
        restrictions.put(sender, changed);
        controls.restrict(sender, changed);
    }

    /**
     * How a party can be played to.
     *
     * @param formats codecs both parties know, best first
     * @param frameTime what it wants in one packet
     * @param events how it takes pressed keys (RFC 4733); empty when it does not
     */
    public record Listening(
            int mediaIndex, List<PayloadFormat> formats, Duration frameTime, Optional<PayloadFormat> events) {

        public Listening {
            formats = List.copyOf(formats);
        }
    }
}
