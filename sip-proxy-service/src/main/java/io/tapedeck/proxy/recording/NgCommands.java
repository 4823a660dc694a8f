package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.directory.CodecRules;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.proxy.policy.CodecChoice;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands as rtpengine has them, with our own additions in the dictionary {@code tapedeck}; see
 * docs/architecture.md, "ng between our proxy and our capture node".
 */
public final class NgCommands {

    static final String OUT_OF_PORTS = "Out of ports";
    private static final String UNKNOWN_CALL = "Unknown call-id";

    /** The statistics that rtpengine reports as well are of no use here. */
    private static final NgDictionary BRIEF = NgDictionary.empty().with("report", "brief");

    /** What stays beside the only codecs that may: keys, and silence that is said to be one. */
    private static final NgList COMPANIONS = NgList.ofTexts(List.of("telephone-event", "CN"));

    private final JsonMapper json;
    private final CodecChoice codecs;

    /** With no say in codecs. */
    public NgCommands(JsonMapper json) {
        this(json, CodecChoice.FREE);
    }

    public NgCommands(JsonMapper json, CodecChoice codecs) {
        this.json = json;
        this.codecs = codecs;
    }

    NgDictionary offer(MediaDialog dialog, String sdp) {
        return negotiation("offer", dialog, sdp)
                .with("label", label(dialog.fromCaller()))
                .with("tapedeck", identity(dialog));
    }

    NgDictionary answer(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders) {
        NgDictionary ours = identity(dialog);
        if (!orders.isEmpty()) {
            ours = ours.with("orders", text(orders));
        }
        return negotiation("answer", dialog, sdp)
                .with("to-tag", tag(toTag))
                .with("label", label(!dialog.fromCaller()))
                .with("tapedeck", ours);
    }

    /** The address in the answer is that of nobody, so the one to whom it goes is told ours nevertheless. */
    NgDictionary answerForNobody(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders) {
        return answer(dialog, toTag, sdp, orders)
                .with("replace", NgList.ofTexts(List.of("origin", "session-connection", "zero-address")));
    }

    static NgDictionary listenForSpeech(SessionId session, String tag) {
        return hearDigits(session, tag).with("tapedeck", NgDictionary.empty().with("speech", "yes"));
    }

    static Optional<Duration> callerSilentFor(NgDictionary reply) {
        return reply.dictionary("tapedeck")
                .flatMap(own -> own.dictionary("silent"))
                .map(silent -> silent.integer("caller"))
                .filter(OptionalLong::isPresent)
                .map(millis -> Duration.ofMillis(millis.getAsLong()));
    }

    NgDictionary startRecording(SessionId session, List<RecordingOrder> orders) {
        return about("start recording", session)
                .with("tapedeck", NgDictionary.empty().with("orders", text(orders)));
    }

    static NgDictionary stopRecording(SessionId session, RecordingId recording) {
        return about("stop recording", session)
                .with("tapedeck", NgDictionary.empty().with("recording", recording.toString()));
    }

    static NgDictionary stopRecording(SessionId session, RecordingId recording, Duration after) {
        NgDictionary own = NgDictionary.empty().with("recording", recording.toString());
        return about("stop recording", session)
                .with("tapedeck", after.isZero() ? own : own.with("after", after.toMillis()));
    }

    static NgDictionary pauseRecording(SessionId session, Set<Medium> media) {
        return about("pause recording", session).with("tapedeck", only(media));
    }

    static NgDictionary resumeRecording(SessionId session, Set<Medium> media) {
        return about("start recording", session).with("tapedeck", only(media));
    }

    private static NgDictionary only(Set<Medium> media) {
        String names = media.stream()
                .sorted()
                .map(medium -> medium.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        return NgDictionary.empty().with("media", names);
    }

    static NgDictionary tellDigit(SessionId session, String tag, char key, Duration length) {
        return about("tell DTMF", session)
                .with("from-tag", tag)
                .with(
                        "tapedeck",
                        NgDictionary.empty().with("digit", String.valueOf(key)).with("duration", length.toMillis()));
    }

    static NgDictionary maskDigits(SessionId session, String tag, String code) {
        return about("mask DTMF", session)
                .with("from-tag", tag)
                .with("tapedeck", NgDictionary.empty().with("code", code));
    }

    static NgDictionary hearDigits(SessionId session, String tag) {
        return about("hear DTMF", session).with("from-tag", tag);
    }

    /** Those optional recordings for which there was no room. */
    static Set<RecordingId> refused(NgDictionary reply) {
        return reply.dictionary("tapedeck").orElse(NgDictionary.empty()).texts("refused").stream()
                .map(RecordingId::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    private String text(List<RecordingOrder> orders) {
        return json.writerFor(new TypeReference<List<RecordingOrder>>() {}).writeValueAsString(orders);
    }

    static NgDictionary delete(SessionId session) {
        return about("delete", session).with("tapedeck", BRIEF);
    }

    static NgDictionary query(SessionId session) {
        return about("query", session).with("tapedeck", BRIEF);
    }

    static boolean isOk(NgDictionary reply) {
        return reply.text("result").orElse("").equals("ok");
    }

    static boolean isUnknownCall(NgDictionary reply) {
        return reply.text("error-reason").orElse("").equals(UNKNOWN_CALL);
    }

    /** rtpengine words all its complaints about the session description with its name. */
    static boolean blamesSdp(String errorReason) {
        return errorReason.toLowerCase(Locale.ROOT).contains("sdp");
    }

    static NgDictionary about(String command, SessionId session) {
        return NgDictionary.empty().with("command", command).with("call-id", session.toString());
    }

    private NgDictionary negotiation(String command, MediaDialog dialog, String sdp) {
        NgDictionary plain = about(command, dialog.session())
                .with("from-tag", tag(dialog.fromTag()))
                .with("sdp", sdp)
                .with("replace", NgList.ofTexts(List.of("origin", "session-connection")))
                .with("ICE", "remove");
        CodecRules rules = dialog.fromCaller()
                ? codecs.of(dialog.tenant(), dialog.caller(), dialog.callee())
                : codecs.of(dialog.tenant(), dialog.callee(), dialog.caller());
        return rules == null || rules.order().isEmpty() ? plain : plain.with("codec", wishes(rules));
    }

    private static NgDictionary wishes(CodecRules rules) {
        NgDictionary order = NgDictionary.empty().with("offer", NgList.ofTexts(rules.order()));
        return Boolean.TRUE.equals(rules.only())
                ? order.with("strip", NgList.ofTexts(List.of("all"))).with("except", COMPANIONS)
                : order;
    }

    /** Phones of RFC 2543 may have none; ng knows no party without. */
    private static String tag(String sent) {
        return sent.isEmpty() ? "untagged" : sent;
    }

    private NgDictionary identity(MediaDialog dialog) {
        return NgDictionary.empty()
                .with("sip-call-id", dialog.sipCallId())
                .with("tenant", dialog.tenant().toString())
                .with("caller", json.writeValueAsString(dialog.caller()))
                .with("callee", json.writeValueAsString(dialog.callee()));
    }

    private static String label(boolean caller) {
        return caller ? "caller" : "callee";
    }
}
