package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.sip.CallMedia.OtherAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sender of one INVITE and its targets say to each other about media, by the tag of who answers. */
final class TargetMedia {

    private static final Logger LOG = LoggerFactory.getLogger(TargetMedia.class);

    private final CallSession call;
    private final Side responder;
    private final @Nullable MediaDialog offer;
    private final String offeredSdp;

    /** What every target said last, and what the sender was told. */
    private final Map<String, Negotiated> negotiated = new HashMap<>();

    private String connectedSdp = "";

    /**
     * @param responder the side of those who answer
     * @param offer null when the INVITE has no SDP
     * @param offeredSdp what the targets are offered; empty likewise
     */
    TargetMedia(CallSession call, Side responder, @Nullable MediaDialog offer, String offeredSdp) {
        this.call = call;
        this.responder = responder;
        this.offer = offer;
        this.offeredSdp = offeredSdp;
    }

    void offerIn(SIPRequest copy) {
        SdpBody.replace(copy, offeredSdp);
    }

    /**
     * What a provisional response brings is left out when it cannot be relayed.
     *
     * @param orders recordings that begin before the answer; asked for only when there is something to record
     */
    void early(String tag, SIPResponse copy, Supplier<List<RecordingOrder>> orders) {
        SdpBody.of(copy).ifPresent(sdp -> {
            try {
                negotiate(tag, copy, sdp, offer == null ? List.of() : orders.get());
            } catch (MediaUnavailable | SdpRefused e) {
                LOG.warn("call {}: early media of {} is not relayed: {}", call.id(), tag, e.getMessage());
                copy.removeContent();
            }
        });
    }

    /** What the call consists of when it is answered like this. */
    Set<Medium> agreed(String tag, SIPResponse copy) {
        Negotiated early = negotiated.get(tag);
        return AgreedMedia.in(SdpBody.of(copy).orElseGet(() -> early == null ? "" : early.said));
    }

    void connect(String tag, SIPResponse copy, List<RecordingOrder> orders) throws MediaUnavailable, SdpRefused {
        Optional<String> sdp = SdpBody.of(copy);
        Negotiated early = negotiated.get(tag);
        if (sdp.isPresent()) {
            negotiate(tag, copy, sdp.get(), orders);
        } else if (early != null && offer != null) {
            // The answer was in a reliable provisional response (RFC 3262, 5); recording begins now.
            call.media().response(offer, responder, copy, early.said, orders);
        } else if (offer == null) {
            call.media().recordLate(tag, orders);
        }
        Negotiated now = negotiated.get(tag);
        connectedSdp = now == null ? "" : now.told;
    }

    /** A retransmission, or the 2xx of a second target, which the sender is going to hang up (13.2.2.4). */
    void repeat(String tag, SIPResponse copy) {
        Negotiated known = negotiated.get(tag);
        SdpBody.replace(copy, known == null ? connectedSdp : known.told);
    }

    /** Empty where the INVITE had no SDP: then nothing is known that the second could be connected by. */
    Optional<OtherAnswer> another(int target, String tag, SIPResponse copy) {
        MediaDialog offered = offer;
        return offered == null
                ? Optional.empty()
                : SdpBody.of(copy).map(sdp -> new OtherAnswer(target, offered, tag, sdp));
    }

    private void negotiate(String tag, SIPResponse copy, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        Negotiated before = negotiated.get(tag);
        if (before != null && before.said.equals(sdp) && orders.isEmpty()) {
            SdpBody.replace(copy, before.told);
            return;
        }
        call.media().response(offer, responder, copy, sdp, orders);
        negotiated.put(tag, new Negotiated(sdp, SdpBody.of(copy).orElse("")));
    }

    private record Negotiated(String said, String told) {}
}
