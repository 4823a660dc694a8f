package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.ReferTo;
import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.dialog.Side;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.address.Address;
import javax.sip.address.SipURI;

/**
 * REFER in the dialog of a call (RFC 3515, RFC 5589): it passes, with a mark in its Refer-To by which the INVITE that
 * comes of it is known again, and the call waits for that. Runs in the mailbox of the call.
 */
final class Referrals {

    /** A session that is sent round in circles ends here. */
    static final int MOST_MOVES = 10;

    /** As long as the INVITE may take once the conversation has ended. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d)");

    private final Plumbing plumbing;
    private final Transfers transfers;

    Referrals(Plumbing plumbing, Transfers transfers) {
        this.plumbing = plumbing;
        this.transfers = transfers;
    }

    /**
     * Puts the mark into the copy.
     *
     * @param by who sends the REFER
     * @return why it goes nowhere; empty when it passes
     */
    Optional<Refusal> refer(CallSession call, Side by, Inbound in, SIPRequest copy) {
        if (!(copy.getHeader("Refer-To") instanceof ReferTo referTo)
                || !(referTo.getAddress().getURI() instanceof SipURI uri)
                || !isForInvite(uri)) {
            return Optional.empty();
        }
        if (call.moves() >= MOST_MOVES) {
            return Optional.of(new Refusal(482, "Loop Detected"));
        }
        PendingTransfer transfer = transfer(call, by, in, uri);
        call.signal(new CallSignal.Referred(transfer.move(), plumbing.clock().instant()));
        mark(referTo, uri, transfers.expect(transfer));
        var _ = plumbing.timers().after(Transfers.PATIENCE, call.mailbox(), () -> giveUp(call, transfer));
        return Optional.empty();
    }

    private static boolean isForInvite(SipURI uri) {
        return uri.getMethodParam() == null || uri.getMethodParam().equalsIgnoreCase("INVITE");
    }

    private PendingTransfer transfer(CallSession call, Side by, Inbound in, SipURI uri) {
        String replaces = Optional.ofNullable(uri.getHeader("Replaces"))
                .map(text -> URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8))
                .flatMap(ReplacesHeader::parse)
                .map(ReplacesHeader::callId)
                .orElse("");
        String referredBy = in.referredBy();
        return new PendingTransfer(
                call,
                new Move(replaces.isEmpty() ? Move.Kind.BLIND : Move.Kind.ATTENDED, by),
                call.party(by.other()),
                call.party(by),
                Headers.orEmpty(uri.getUser()),
                Headers.orEmpty(uri.getHost()),
                replaces,
                referredBy.isEmpty() ? in.fromUser() : referredBy,
                plumbing.clock().instant());
    }

    private static void mark(ReferTo referTo, SipURI uri, String mark) {
        try {
            var marked = (SipURI) uri.clone();
            marked.setParameter(Transfers.MARK, mark);
            var address = (Address) referTo.getAddress().clone();
            address.setURI(marked);
            referTo.setAddress(address);
        } catch (ParseException e) {
            throw new IllegalStateException("a mark is made of letters and digits", e);
        }
    }

    /** The REFER got a final response that is no success. */
    void refused(CallSession call) {
        transfers.of(call.id()).ifPresent(transfer -> giveUp(call, transfer));
    }

    /** What the transferee tells of its call (RFC 3515, 2.4.5): after a final status nothing more is to be expected. */
    void notified(CallSession call, Inbound in) {
        boolean finalWord = finalStatus(in).orElse(0) >= 200
                || Headers.values(in.request(), "Subscription-State").stream()
                        .anyMatch(state -> state.toLowerCase(Locale.ROOT).startsWith("terminated"));
        if (finalWord) {
            refused(call);
        }
    }

    private static OptionalInt finalStatus(Inbound in) {
        byte[] body = in.request().getRawContent();
        Matcher line = STATUS_LINE.matcher(body == null ? "" : new String(body, StandardCharsets.UTF_8));
        return line.lookingAt() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }

    /** The conversation has ended before the next one began; phones need a moment for that, not a minute. */
    void hungUp(CallSession call) {
        transfers.of(call.id()).ifPresent(transfer -> {
            var _ = plumbing.timers().after(LONGEST_GAP, call.mailbox(), () -> giveUp(call, transfer));
        });
    }

    private void giveUp(CallSession call, PendingTransfer transfer) {
        if (transfers.forget(transfer)) {
            call.signal(new CallSignal.ReferEnded(plumbing.clock().instant()));
        }
    }
}
