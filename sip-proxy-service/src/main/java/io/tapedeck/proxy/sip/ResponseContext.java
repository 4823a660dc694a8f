package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HopImpl;
import io.tapedeck.proxy.dialog.Fork;
import io.tapedeck.proxy.routing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.address.Hop;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to one or several targets (RFC 3261, 16.6 to 16.10): forwards what they answer, cancels who is
 * no longer wanted, and ends every target that says nothing. Everything runs in the mailbox of the owner.
 */
final class ResponseContext {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseContext.class);

    /** 64 * T1: how long the other side may retransmit, and after a CANCEL may stay silent (9.1). */
    private static final Duration RETRANSMISSIONS = Duration.ofSeconds(32);

    /** With redirections; more would be an attack by forking. */
    private static final int MOST_TARGETS = 16;

    private static final Hop NOWHERE = new HopImpl("0.0.0.0", 0, "udp");
    private static final int TIMED_OUT = 408;
    private static final int TERMINATED = 487;
    private static final int UNREACHABLE = 503;

    private final Plumbing plumbing;
    private final Inbound in;
    private final Mailbox mailbox;
    private final Exchange exchange;
    private final boolean invite;
    private final List<Branch> branches = new ArrayList<>();
    private final Set<String> tried = new HashSet<>();
    private Runnable afterwards = () -> {};
    private int targets;
    private @Nullable Future<?> patience;
    private boolean answered;
    private boolean rejected;
    private boolean cancelled;

    ResponseContext(Plumbing plumbing, Inbound in, Mailbox mailbox, Exchange exchange) {
        this.plumbing = plumbing;
        this.in = in;
        this.mailbox = mailbox;
        this.exchange = exchange;
        this.invite = in.method().equals(Request.INVITE);
    }

    /** Sends the request to all targets at once. */
    void fork(List<Target> wanted) {
        callAll(wanted);
        settle();
    }

    /**
     * @param before how many targets the call has had already
     */
    void fork(List<Target> wanted, int before) {
        targets = before;
        fork(wanted);
    }

    private void callAll(List<Target> wanted) {
        wanted.forEach(this::call);
        if (patience != null) {
            patience.cancel(false);
        }
        patience = exchange.patience()
                .<Future<?>>map(limit -> after(limit, this::onImpatience))
                .orElse(null);
    }

    private void onImpatience() {
        if (!isOver() && goOn(exchange.unanswered(0))) {
            settle();
        }
    }

    private boolean isOver() {
        return answered || rejected || cancelled;
    }

    /** @return whether it goes on with others than until now, or is over */
    private boolean goOn(Onward onward) {
        if (onward.refusal() != null) {
            branches.forEach(this::cancel);
            refuse(onward.refusal());
            return true;
        }
        if (onward.targets().isEmpty() || targets >= MOST_TARGETS) {
            return false;
        }
        branches.forEach(this::cancel);
        branches.forEach(branch -> branch.passedOver = true);
        int before = targets;
        callAll(onward.targets());
        if (targets == before) { // all of them have been tried already, so nobody is left who could answer
            refuse(new Refusal(480, "Temporarily Unavailable"));
        }
        return true;
    }

    /** Sends the request to its one destination; used where no target had to be found. */
    void forward(Outbound outbound) {
        targets++;
        launch(new Branch(targets, this, null, outbound));
        settle();
    }

    private void call(Target target) {
        if (targets >= MOST_TARGETS || !tried.add(target.uri() + "|" + target.flow())) {
            return;
        }
        targets++;
        exchange.called(targets, target);
        try {
            launch(new Branch(targets, this, target, exchange.requestFor(target)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.info("target {} has no address that can be reached: {}", target.uri(), e.toString());
            var branch = new Branch(targets, this, target, new Outbound(in.request(), NOWHERE));
            branches.add(branch);
            conclude(branch, UNREACHABLE, null);
        }
    }

    private void launch(Branch branch) {
        branches.add(branch);
        plumbing.branches().put(branch);
        try {
            ClientTransaction transaction = plumbing.edge().open(branch.outbound.request(), branch.outbound.hop());
            branch.transaction = transaction;
            if (invite) {
                branch.timer(after(plumbing.settings().inviteTimeout(), () -> onSilence(branch)));
            }
            send(branch, transaction);
        } catch (SipException e) {
            unsent(branch, e);
            conclude(branch, UNREACHABLE, null);
        }
    }

    /** A connection may take seconds to come about, or never does; the other targets ring meanwhile. */
    private void send(Branch branch, ClientTransaction transaction) throws SipException {
        if (!branch.outbound.hop().getTransport().equalsIgnoreCase("tcp")) {
            transaction.sendRequest();
            return;
        }
        plumbing.executor().execute(() -> {
            try {
                transaction.sendRequest();
            } catch (SipException | IllegalStateException e) { // the latter when the stack has been stopped meanwhile
                unsent(branch, e);
                mailbox.insist(() -> giveUp(branch, UNREACHABLE));
            }
        });
    }

    private void unsent(Branch branch, Exception why) {
        LOG.debug("{} cannot be sent to {}", in.method(), branch.outbound.hop(), why);
    }

    /** The sender of the INVITE gave up. */
    void cancel() {
        if (answered || rejected) {
            return;
        }
        cancelled = true;
        exchange.cancelled();
        branches.forEach(this::cancel);
    }

    private void cancel(Branch branch) {
        if (!branch.pending() || branch.cancelSent) {
            return;
        }
        branch.cancelWanted = true;
        if (branch.provisional && branch.transaction != null) {
            sendCancel(branch, branch.transaction);
        }
    }

    private void sendCancel(Branch branch, ClientTransaction transaction) {
        branch.cancelSent = true;
        branch.timer(after(RETRANSMISSIONS, () -> giveUp(branch, TERMINATED)));
        try {
            Request cancel = transaction.createCancel();
            plumbing.edge().open(cancel, branch.outbound.hop()).sendRequest();
        } catch (SipException e) {
            LOG.debug("CANCEL cannot be sent to {}", branch.outbound.hop(), e);
            giveUp(branch, TERMINATED);
        }
    }

    void onResponse(Branch branch, SIPResponse response) {
        int status = response.getStatusCode();
        if (status < 200) {
            onProvisional(branch, response);
        } else if (status < 300) {
            onSuccess(branch, response);
        } else if (branch.pending()) {
            onFailure(branch, response);
        }
        settle();
    }

    /** What a target has said could not be handled; the request is over, and whoever is still being tried is told so. */
    void onMistake() {
        refuse(new Refusal(500, "Server Internal Error"));
        branches.forEach(this::cancel);
        forgetLaterAll();
    }

    private void onProvisional(Branch branch, SIPResponse response) {
        branch.provisional = true;
        if (!branch.pending()) {
            return;
        }
        if (branch.cancelWanted) {
            cancel(branch);
            return;
        }
        if (!invite) {
            passOn(branch, response);
            return;
        }
        branch.timer(after(plumbing.settings().timerC(), () -> onTimerC(branch)));
        passOn(branch, response);
    }

    private void passOn(Branch branch, SIPResponse response) {
        if (response.getStatusCode() > 100 && !answered && !rejected) {
            SIPResponse copy = upstream(response);
            exchange.progress(branch.number, copy);
            plumbing.replies().send(in, copy);
        }
    }

    private void onSuccess(Branch branch, SIPResponse response) {
        branch.status = response.getStatusCode();
        branch.timer(null);
        SIPResponse copy = upstream(response);
        Optional<Refusal> unusable = exchange.success(branch.number, copy);
        if (unusable.isPresent()) {
            CalleeHangUp.send(plumbing, branch.outbound, response);
            branch.response = null;
            refuse(unusable.get());
        } else if (!answered && !rejected) {
            answered = true;
            plumbing.replies().send(in, copy);
            exchange.whenOver(this::forgetDone);
        } else if (invite) {
            plumbing.edge().answerWithoutTransaction(copy); // of another branch, or retransmitted (16.7 steps 5 and 10)
        }
        cancelPending();
    }

    /** The sender has its final response; whatever else comes is only cleaned up. */
    private void refuse(Refusal refusal) {
        if (!answered && !rejected) {
            rejected = true;
            plumbing.replies().send(in, refusal);
            exchange.rejected(refusal.statusCode());
        }
    }

    private void onFailure(Branch branch, SIPResponse response) {
        int status = response.getStatusCode();
        boolean open = !answered && !rejected && !cancelled && !branch.cancelWanted;
        if (open && (status == 401 || status == 407) && logIn(branch, response)) {
            return;
        }
        if (open && status / 100 == 3 && branch.target != null) {
            List<Target> instead = exchange.redirected(branch.target, response);
            if (!instead.isEmpty() && targets < MOST_TARGETS) {
                conclude(branch, status, response);
                int before = targets;
                callAll(instead);
                branch.replaced = targets > before;
                return;
            }
        }
        conclude(branch, status, response);
    }

    private boolean logIn(Branch branch, SIPResponse challenged) {
        Target target = branch.target;
        if (target == null || target.trunk() == null || branch.loggedIn) {
            return false;
        }
        Optional<Header> credentials = TrunkLogin.answer(target.trunk(), branch.outbound.request(), challenged);
        credentials.ifPresent(header -> {
            Outbound again = plumbing.forwarding().again(in, branch.outbound);
            again.request().addHeader(header);
            branch.replaced = true;
            forget(branch);
            var second = new Branch(branch.number, this, target, again);
            second.loggedIn = true;
            launch(second);
        });
        return credentials.isPresent();
    }

    private void conclude(Branch branch, int status, @Nullable SIPResponse response) {
        branch.status = status;
        branch.response = response;
        branch.timer(null);
        forgetLater(branch);
        exchange.failed(branch.number, status);
    }

    /** JAIN's own timers: B for INVITE, F for the others (17.1). */
    void onTimeout(Branch branch) {
        if (branch.pending()) {
            conclude(branch, branch.cancelWanted ? TERMINATED : TIMED_OUT, null);
            settle();
        }
    }

    private void onSilence(Branch branch) {
        if (branch.pending() && !branch.provisional) {
            giveUp(branch, branch.cancelWanted ? TERMINATED : TIMED_OUT);
        }
    }

    /** It rings too long: the CANCEL goes out, and the caller need not wait for what comes of it (16.8). */
    private void onTimerC(Branch branch) {
        if (branch.pending()) {
            cancel(branch);
            conclude(branch, TIMED_OUT, null);
            branch.timer(after(RETRANSMISSIONS, branch::abandon));
            settle();
        }
    }

    private void giveUp(Branch branch, int status) {
        if (branch.pending()) {
            branch.abandon();
            conclude(branch, status, null);
            settle();
        }
    }

    private void cancelPending() {
        if (invite) {
            branches.forEach(this::cancel);
        }
        forgetLaterAll();
    }

    private void settle() {
        if (answered || rejected) {
            return;
        }
        var finals = branches.stream()
                .filter(branch -> !branch.replaced && !branch.passedOver)
                .map(branch -> new Fork.Branch(branches.indexOf(branch), branch.status))
                .toList();
        switch (new Fork(finals).decide()) {
            case Fork.Wait(boolean cancelPending) when cancelPending -> branches.forEach(this::cancel);
            case Fork.Wait _ -> {}
            case Fork.Forward(int best, int status) -> {
                if (!isOver() && goOn(exchange.unanswered(status))) {
                    settle();
                } else if (!rejected) {
                    reject(branches.get(best), status);
                }
            }
        }
    }

    private void reject(Branch best, int status) {
        rejected = true;
        SIPResponse response = best.response == null
                ? Replies.build(in.request(), status, SIPResponse.getReasonPhrase(status))
                : FinalResponse.of(upstream(best.response), status);
        if (status == 401 || status == 407) {
            FinalResponse.collectChallenges(response, best, branches);
        }
        plumbing.replies().send(in, response);
        exchange.rejected(status);
    }

    /**
     * With the way back and the sender as the request has them: the target had to repeat both (RFC 3261, 8.2.6.2), and what it makes
     * of them must not keep the sender waiting.
     */
    private SIPResponse upstream(SIPResponse response) {
        var copy = (SIPResponse) response.clone();
        ViaList vias = copy.getViaHeaders();
        vias.clear();
        in.request().getViaHeaders().forEach(via -> vias.add((Via) via.clone()));
        if (!in.fromTag().equals(Headers.orEmpty(copy.getFromTag()))) {
            copy.setFrom((From) in.request().getFrom().clone());
        }
        return copy;
    }

    private void forgetLaterAll() {
        branches.forEach(this::forgetLater);
    }

    /** A target may retransmit what it said, or cross our CANCEL with an answer, for as long as this. */
    private void forgetLater(Branch branch) {
        if (invite) {
            String id = branch.outbound.branch();
            Branches all = plumbing.branches();
            var _ = after(RETRANSMISSIONS, () -> all.remove(id)); // the timer holds nothing of a call that may be over
        } else {
            forget(branch);
        }
    }

    /** What a target that is done with may still say is passed on without the context (16.11). */
    private void forgetDone() {
        branches.stream().filter(branch -> !branch.pending()).forEach(this::forget);
        afterwards.run();
    }

    /** Is run when the request was answered with success and what it began is over. */
    void whenDone(Runnable task) {
        afterwards = task;
    }

    private void forget(Branch branch) {
        plumbing.branches().remove(branch.outbound.branch());
    }

    private Future<?> after(Duration delay, Runnable task) {
        return plumbing.timers().after(delay, mailbox, task);
    }

    Mailbox mailbox() {
        return mailbox;
    }
}
