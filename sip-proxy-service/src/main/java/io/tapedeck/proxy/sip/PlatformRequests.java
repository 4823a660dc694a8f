package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import javax.sip.message.Request;

/** Requests in a dialog of which the platform itself is the other end. Runs in the mailbox of the call. */
final class PlatformRequests {

    private static final Refusal DONE = new Refusal(200, "OK");
    private static final Refusal NO_DIALOG = new Refusal(481, "Call/Transaction Does Not Exist");
    private static final Refusal NOT_HERE = new Refusal(405, "Method Not Allowed");

    private final Plumbing plumbing;
    private final ControlRequests controls;

    PlatformRequests(Plumbing plumbing, ControlRequests controls) {
        this.plumbing = plumbing;
        this.controls = controls;
    }

    void handle(Inbound in, CallSession call) {
        PlatformEnd met = call.platform();
        PlatformEnd end = met != null && met.tag().equals(in.toTag()) ? met : null;
        if (in.method().equals(Request.BYE) && (end != null || call.state() == null)) {
            hangUp(in, call);
        } else if (end != null && !call.isOver()) {
            handle(in, call, end);
        } else if (!in.method().equals(Request.ACK)) {
            plumbing.replies().send(in, NO_DIALOG);
        }
    }

    private void handle(Inbound in, CallSession call, PlatformEnd end) {
        switch (in.method()) {
            case Request.ACK -> end.acknowledged();
            case Request.PRACK -> {
                end.acknowledged();
                plumbing.replies().send(in, DONE);
            }
            case Request.OPTIONS -> plumbing.replies().send(in, DONE);
            case Request.INVITE, Request.UPDATE -> renegotiate(in, call, end);
            case Request.INFO, Request.MESSAGE -> {
                if (!controls.answered(in, Side.CALLER, in.toTag(), call)) {
                    hear(in, call);
                }
            }
            default -> plumbing.replies().send(in, NOT_HERE);
        }
    }

    private void hear(Inbound in, CallSession call) {
        boolean info = in.method().equals(Request.INFO);
        plumbing.replies().send(in, info ? DONE : NOT_HERE);
        controls.overhear(in, in.toTag(), call);
    }

    /** Also when the call began before the proxy was restarted: then it has no state here but its media. */
    private void hangUp(Inbound in, CallSession call) {
        plumbing.replies().send(in, DONE);
        call.hungUp(
                in.toTag(), new CallSignal.HungUp(Side.CALLER, plumbing.clock().instant()));
        call.leavesBeforeAnswer();
    }

    /** While the caller is asked, the INVITE's own offer is what counts for everybody whom it will reach. */
    private void renegotiate(Inbound in, CallSession call, PlatformEnd end) {
        boolean offers = SdpBody.of(in.request()).isPresent();
        if (offers && !call.talksIn(end.tag())) {
            plumbing.replies().send(in, new Refusal(488, "Not Acceptable Here"));
            return;
        }
        try {
            var scratch = (SIPRequest) in.request().clone();
            MediaDialog offer = call.media().request(Side.CALLER, in.fromTag(), in.toTag(), scratch);
            end.renegotiate(in, offer, SdpBody.of(scratch).orElse(""));
        } catch (SdpRefused e) {
            plumbing.replies().send(in, new Refusal(e.statusCode(), "Not Acceptable Here"));
        } catch (MediaUnavailable e) {
            plumbing.replies()
                    .send(in, Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        }
    }
}
