package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.control.RecordingControl;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Takes the SDP of one call through its capture node, message by message, whoever offers (RFC 3264, RFC 6337). Belongs to
 * the mailbox of the call.
 */
final class CallMedia {

    private final MediaAnchor anchor;
    private final CallIdentity identity;
    private final RecordingControl recording;

    /** Offers that came in a response and are answered by ACK or PRACK, by the tag of who offered. */
    private final Map<String, Late> lateOffers = new HashMap<>();

    /** What PRACK answered before the call was, by the tag of who offered. */
    private final Map<String, Answered> answeredEarly = new HashMap<>();

    /** The last answer in an ACK, which is repeated with every repeated 2xx, by the tag of who offered. */
    private final Map<String, Told> acknowledged = new HashMap<>();

    /** What every offer said last. */
    private final Map<MediaDialog, String> offered = new HashMap<>();

    /** What the parties agreed on last. */
    private @Nullable Agreed agreed;

    /** Offers that may come to nothing, as while a transfer target rings. */
    private final Set<MediaDialog> trials = new HashSet<>();

    /** What was last answered to one of them. */
    private @Nullable Agreed tried;

    /** The last offer that went to the node: an answer is always taken for the answer to that. */
    private @Nullable MediaDialog lastOffer;

    /** The node has taken an offer that was refused, and none of the parties has said anything since. */
    private boolean stale;

    private boolean released;

    CallMedia(MediaAnchor anchor, CallIdentity identity, RecordingControl recording) {
        this.anchor = anchor;
        this.identity = identity;
        this.recording = recording;
    }

    /**
     * The SDP of a request: an offer, or in ACK and PRACK the answer to an offer that came in a response.
     *
     * @return the offer that the responses will answer; null when the request brings none
     */
    @Nullable
    MediaDialog request(Side from, String fromTag, String toTag, SIPRequest copy) throws MediaUnavailable, SdpRefused {
        Optional<String> sdp = SdpBody.of(copy);
        if (sdp.isEmpty()) {
            return null;
        }
        boolean ack = copy.getMethod().equals(Request.ACK);
        if (ack || copy.getMethod().equals(Request.PRACK)) {
            Late late = lateOffers.remove(toTag);
            if (late != null) {
                answer(late, fromTag, toTag, sdp.get(), copy);
                return null;
            }
        }
        if (ack) {
            repeat(toTag, sdp.get(), copy);
            return null;
        }
        MediaDialog offer = identity.offerOf(from, fromTag);
        SdpBody.replace(copy, offer(offer, sdp.get()));
        return offer;
    }

    private void answer(Late late, String fromTag, String toTag, String sdp, SIPRequest copy)
            throws MediaUnavailable, SdpRefused {
        String told = answer(late.offer, fromTag, sdp, late.orders);
        SdpBody.replace(copy, told);
        acknowledged.put(toTag, new Told(sdp, told));
        if (late.orders.isEmpty()) {
            answeredEarly.put(toTag, new Answered(late.offer, fromTag, sdp));
        }
    }

    /** An ACK never offers (RFC 3261, 13.2.1), so what answers nothing is left as it is. */
    private void repeat(String toTag, String sdp, SIPRequest copy) {
        Told before = acknowledged.get(toTag);
        if (before != null && before.said.equals(sdp)) {
            SdpBody.replace(copy, before.told);
        }
    }

    /**
     * The SDP of a response.
     *
     * @param offer what the request brought; null when it had no SDP, so this is the offer
     * @param responder who sends the response
     */
    void response(
            @Nullable MediaDialog offer, Side responder, SIPResponse copy, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        String tag = Headers.orEmpty(copy.getToTag());
        if (offer != null) {
            SdpBody.replace(copy, answer(offer, tag, sdp, orders));
            return;
        }
        MediaDialog late = identity.offerOf(responder, tag);
        SdpBody.replace(copy, offer(late, sdp));
        lateOffers.put(tag, new Late(late, orders));
    }

    /** The call is answered by a 2xx without SDP, whose offer went ahead in a provisional response. */
    void recordLate(String calleeTag, List<RecordingOrder> orders) throws MediaUnavailable, SdpRefused {
        Answered early = answeredEarly.remove(calleeTag);
        if (early != null) {
            String _ = answer(early.offer, early.tag, early.sdp, orders);
        }
        lateOffers.computeIfPresent(calleeTag, (_, late) -> new Late(late.offer, orders));
    }

    /** From now on the media goes to this callee, whose port towards the caller stays. */
    void turnTo(OtherAnswer kept) throws MediaUnavailable, SdpRefused {
        var _ = answer(kept.offer, kept.tag, kept.sdp, List.of());
    }

    /**
     * The platform answers, in place of somebody who will be called or will not.
     *
     * @return what the other side is told
     */
    String answerForNobody(MediaDialog offer, String tag, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        MediaAnchor.Answer answer = anchor.answerForNobody(offer, tag, sdp, orders);
        started(orders, answer);
        return answer.sdp();
    }

    /** @return what the other side is offered */
    String offer(MediaDialog offer, String sdp) throws MediaUnavailable, SdpRefused {
        if (released) {
            throw new MediaUnavailable("the call is over"); // the node would take it for a new one
        }
        String told = anchor.offer(offer, sdp);
        lastOffer = offer;
        offered.put(offer, sdp);
        return told;
    }

    private String answer(MediaDialog offer, String tag, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        String said = offered.getOrDefault(offer, "");
        boolean trial = trials.contains(offer);
        if (trial && !offer.equals(lastOffer)) { // another dialog of the session has negotiated in between
            var _ = offer(offer, said);
        }
        MediaAnchor.Answer answer = anchor.answer(offer, tag, sdp, orders);
        var now = new Agreed(offer, said, tag, sdp);
        if (trial) {
            tried = now;
        } else {
            agreed = now;
            stale = false;
        }
        started(orders, answer);
        return answer.sdp();
    }

    private void started(List<RecordingOrder> orders, MediaAnchor.Answer answer) {
        recording.startedWithAnswer(orders.stream()
                .filter(order -> !answer.refused().contains(order.recordingId()))
                .toList());
    }

    /** What comes of this offer counts only when it is {@link #settle}d. */
    void tryOut(MediaDialog offer) {
        trials.add(offer);
    }

    void settle(MediaDialog offer) {
        trials.remove(offer);
        agreed = tried == null || !tried.offer.equals(offer) ? agreed : tried;
    }

    /**
     * The media goes back to where it went before.
     *
     * @param offers that came to nothing
     */
    void giveUp(Set<MediaDialog> offers) throws MediaUnavailable, SdpRefused {
        trials.removeAll(offers);
        offered.keySet().removeAll(offers);
        lateOffers.values().removeIf(late -> offers.contains(late.offer));
        answeredEarly.values().removeIf(early -> offers.contains(early.offer));
        Agreed before = agreed;
        if (before != null && !before.offer.equals(lastOffer) && !released) {
            restore(before);
        }
    }

    /**
     * The request that brought this offer was refused, and the parties go on as if it had never been (RFC 3261, 14.1). The node has
     * taken the offer already and would send to where nobody listens, unless another one has been made meanwhile.
     */
    void refused(MediaDialog offer) throws MediaUnavailable, SdpRefused {
        Agreed before = agreed;
        if (before == null || released || trials.contains(offer)) {
            return;
        }
        String now = offered.getOrDefault(offer, "");
        String then = before.offer.equals(offer) ? before.offered : before.answered;
        stale |= !now.equals(then) && !takesAway(now, then);
        if (stale && offer.equals(lastOffer)) {
            restore(before);
        }
    }

    /** A line that was taken away would come back on another port, of which nobody would be told. */
    private static boolean takesAway(String offer, String before) {
        List<String> now = lines(offer);
        List<String> then = lines(before);
        return IntStream.range(0, Math.min(now.size(), then.size()))
                .anyMatch(line -> isClosed(now.get(line)) && !isClosed(then.get(line)));
    }

    private static List<String> lines(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("m=")).toList();
    }

    private static boolean isClosed(String line) {
        return line.matches("m=\\S+ 0 .*");
    }

    private void restore(Agreed before) throws MediaUnavailable, SdpRefused {
        var _ = offer(before.offer, before.offered);
        var _ = anchor.answer(before.offer, before.tag, before.answered, List.of());
        stale = false;
    }

    RecordingControl recording() {
        return recording;
    }

    /** Nobody gets media any more. */
    boolean isReleased() {
        return released;
    }

    /** The call ended before. */
    void stayReleased() {
        released = true;
    }

    void release() {
        released = true;
        recording.ended();
        lateOffers.clear();
        answeredEarly.clear();
        acknowledged.clear();
        offered.clear();
        trials.clear();
        if (identity.node().isEmpty()) {
            return; // no node could be found, so there is nothing to release
        }
        anchor.delete(identity.node(), identity.session());
    }

    boolean alive() {
        return anchor.alive(identity.node(), identity.session());
    }

    /**
     * The answer of a phone that was not the first.
     *
     * @param target its number
     */
    record OtherAnswer(int target, MediaDialog offer, String tag, String sdp) {}

    private record Agreed(MediaDialog offer, String offered, String tag, String answered) {}

    private record Told(String said, String told) {}

    private record Answered(MediaDialog offer, String tag, String sdp) {}

    private record Late(MediaDialog offer, List<RecordingOrder> orders) {}
}
