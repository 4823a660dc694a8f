package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.capture.session.CopiedLine;
import io.tapedeck.capture.session.CopyOffer;
import io.tapedeck.capture.session.MediaProposal;
import io.tapedeck.capture.session.OutOfPortsException;
import io.tapedeck.capture.session.SignalledParty;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.sdp.SdpException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands that bring in a party that only sends, and give copies of what parties send to others. */
final class SubscriptionCommands {

    private final CaptureSessions sessions;
    private final Identities identities;

    SubscriptionCommands(CaptureSessions sessions, Identities identities) {
        this.sessions = sessions;
        this.identities = identities;
    }

    Map<String, NgCommand> table() {
        return Map.of(
                "publish", this::publish,
                "subscribe request", this::request,
                "subscribe answer", this::answer,
                "unsubscribe", this::unsubscribe,
                "start forwarding", this::forwarding,
                "stop forwarding", this::forwarding);
    }

    private NgDictionary publish(NgRequest request) throws NgRefusal {
        String callId = request.callId();
        String tag = request.required("from-tag", "No from-tag in message");
        String sdp = request.required("sdp", "No SDP body in message");
        boolean known = sessions.find(callId).isPresent();
        var fresh = identities.fresh(request, callId);
        CaptureSession session = sessions.findOrOpen(callId, () -> fresh);
        var keys = new SdpKeys(request);
        String label = request.text("label").orElse("");
        try {
            String answer = session.publish(
                    new MediaProposal(tag, null, label, sdp, request.receivedFrom(), keys.wishes(), request.places()));
            return NgReplies.ok(Map.of("sdp", NgReplies.text(answer)));
        } catch (SdpException | OutOfPortsException e) {
            if (!known) {
                sessions.hangUp(session);
            }
            throw refusal(e);
        }
    }

    private NgDictionary request(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        Set<Side> sides = sides(request, session);
        if (sides.isEmpty()) {
            throw new NgRefusal("No participant party specified");
        }
        String subscriber =
                request.text("to-tag").orElseGet(() -> sessions.newId().toString());
        try {
            CopyOffer offer = session.subscribe(subscriber, sides);
            if (offer == null) {
                throw new NgRefusal("Nothing to subscribe to, or too many copies");
            }
            return offered(session, subscriber, sides, offer);
        } catch (SdpException | OutOfPortsException e) {
            throw refusal(e);
        }
    }

    private static Set<Side> sides(NgRequest request, CaptureSession session) throws NgRefusal {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        for (String tag : request.body().texts("from-tags")) {
            for (Side side : Side.values()) {
                session.party(side).filter(party -> party.tag().equals(tag)).ifPresent(_ -> sides.add(side));
            }
        }
        sides.addAll(Participants.of(request, session));
        return sides;
    }

    private static NgDictionary offered(CaptureSession session, String subscriber, Set<Side> sides, CopyOffer offer) {
        Map<String, NgValue> labels = new LinkedHashMap<>();
        List<NgDictionary> tags = new ArrayList<>();
        for (Side side : sides) {
            List<NgDictionary> medias = new ArrayList<>();
            NgDictionary party = party(session, side);
            for (int i = 0; i < offer.lines().size(); i++) {
                CopiedLine line = offer.lines().get(i);
                if (line.side() == side) {
                    NgDictionary media = media(line);
                    medias.add(media.with("label", String.valueOf(i)));
                    Map<String, NgValue> entries = new LinkedHashMap<>(party.entries());
                    entries.putAll(media.entries());
                    labels.put(String.valueOf(i), new NgDictionary(entries));
                }
            }
            tags.add(party.with("medias", NgReplies.list(medias)));
        }
        return NgReplies.ok(Map.of(
                "sdp", NgReplies.text(offer.sdp()),
                "to-tag", NgReplies.text(subscriber),
                "from-tags",
                        NgList.ofTexts(
                                sides.stream().map(side -> tag(session, side)).toList()),
                "tag-medias", NgReplies.list(tags),
                "media-labels", new NgDictionary(labels)));
    }

    private static String tag(CaptureSession session, Side side) {
        return session.party(side).map(SignalledParty::tag).orElse("");
    }

    private static NgDictionary party(CaptureSession session, Side side) {
        Optional<String> label = session.party(side).map(SignalledParty::label).filter(text -> !text.isEmpty());
        NgDictionary party = NgDictionary.empty().with("tag", tag(session, side));
        return label.map(text -> party.with("label", text)).orElse(party);
    }

    private static NgDictionary media(CopiedLine line) {
        return NgDictionary.empty()
                .with("index", line.mediaIndex() + 1L)
                .with("type", line.type())
                .with("mode", "sendrecv");
    }

    private NgDictionary answer(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        String subscriber = request.required("to-tag", "No to-tag in message");
        String sdp = request.required("sdp", "No SDP body in message");
        try {
            if (!session.answerSubscriber(subscriber, sdp)) {
                throw new NgRefusal("Subscription not found");
            }
            return NgReplies.ok();
        } catch (SdpException e) {
            throw refusal(e);
        }
    }

    private NgDictionary unsubscribe(NgRequest request) throws NgRefusal {
        CaptureSession session = NgCommands.known(sessions, request.callId());
        if (!session.unsubscribe(request.required("to-tag", "No to-tag in message"))) {
            throw new NgRefusal("Subscription not found");
        }
        return NgReplies.ok();
    }

    /** rtpengine's own recording daemon takes decoded audio so; here nobody does. */
    private NgDictionary forwarding(NgRequest request) throws NgRefusal {
        NgCommands.known(sessions, request.callId());
        return NgReplies.warned("nothing is forwarded here; subscribe instead");
    }

    private static NgRefusal refusal(Exception why) {
        return new NgRefusal(why instanceof OutOfPortsException ? "Out of ports" : "Failed to parse SDP");
    }
}
