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

    private final Plumbing plumbing;
    private final ControlRequests controls;

    PlatformRequests(Plumbing plumbing, ControlRequests controls) {
        this.plumbing = plumbing;
        this.controls = controls;
    }

    void handle(Inbound in, CallSession call) {
        PlatformEnd end = call.platform();
        boolean known = end != null && end.tag().equals(in.toTag()) && !call.isOver();
        switch (in.method()) {
            case Request.ACK -> {
                if (known) {
                    end.acknowledged();
                }
            }
            case Request.BYE -> hangUp(in, call);
            case Request.PRACK -> reply(in, known, end == null ? () -> {} : end::acknowledged);
            case Request.INFO -> {
                if (!known || !controls.answered(in, Side.CALLER, call)) {
                    reply(in, known, () -> controls.overhear(in, call));
                }
            }
            case Request.MESSAGE -> {
                if (!known || !controls.answered(in, Side.CALLER, call)) {
                    plumbing.replies().send(in, known ? new Refusal(405, "Method Not Allowed") : unknown());
                }
            }
            case Request.OPTIONS -> reply(in, known, () -> {});
            case Request.INVITE, Request.UPDATE -> {
                if (end == null || !known) {
                    plumbing.replies().send(in, unknown());
                } else {
                    renegotiate(in, call, end);
                }
            }
            default -> plumbing.replies().send(in, new Refusal(known ? 405 : 481, "Not Possible Here"));
        }
    }

    private void reply(Inbound in, boolean known, Runnable action) {
        plumbing.replies().send(in, known ? new Refusal(200, "OK") : unknown());
        if (known) {
            action.run();
        }
    }

    private static Refusal unknown() {
        return new Refusal(481, "Call/Transaction Does Not Exist");
    }

    /** Also when the call began before the proxy was restarted: then it has no state here but its media. */
    private void hangUp(Inbound in, CallSession call) {
        plumbing.replies().send(in, new Refusal(200, "OK"));
        call.hungUp(in.toTag(), new CallSignal.HungUp(Side.CALLER, plumbing.clock().instant()));
        call.leavesBeforeAnswer();
    }

    /** While the caller is asked, the INVITE's own offer is what counts for everybody whom it will reach. */
    private void renegotiate(Inbound in, CallSession call, PlatformEnd end) {
        boolean offers = SdpBody.of(in.request()).isPresent();
        if (offers && !call.isConnected()) {
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
