package io.tapedeck.proxy.sip;

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

    /** A mistake of ours has ended it. */
    private boolean broken;

    ResponseContext(Plumbing plumbing, Inbound in, Mailbox mailbox, Exchange exchange) {
        this.plumbing = plumbing;
        this.in = in;
        this.mailbox = mailbox;
        this.exchange = exchange;
        this.invite = in.method().equals(Request.INVITE);
    }

    /** Sends the request to all targets at once. */
    void fork(List<Target> wanted) {
        carefully(() -> {
            callAll(wanted);
            settle();
        });
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
            refuse(onward.refusal());
            cancelAll();
            return true;
        }
        if (onward.targets().isEmpty() || targets >= MOST_TARGETS) {
            return false;
        }
        branches.forEach(branch -> branch.passedOver = true); // before: a CANCEL that cannot be sent settles the rest
        cancelAll();
        int before = targets;
        callAll(onward.targets());
        if (targets == before) { // all of them have been tried already, so nobody is left who could answer
            refuse(new Refusal(480, "Temporarily Unavailable"));
        }
        return true;
    }

    /** Sends the request to its one destination; used where no target had to be found. */
    void forward(Outbound outbound) {
        carefully(() -> {
            targets++;
            launch(new Branch(targets, this, null, outbound));
            settle();
        });
    }

    /**
     * Everything that happens to the request begins here: a mistake of ours must leave neither its sender waiting nor a target with
     * somebody who is not there.
     */
    private void carefully(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            breakOff(e);
            LOG.error("{} of {} could not be handled", in.method(), in.callId(), e);
        }
    }

    private void breakOff(Throwable mistake) {
        broken = true;
        var all = new Thorough(mistake);
        if (patience != null) {
            patience.cancel(false);
        }
        all.attempt(() -> refuse(Refusal.MISTAKE));
        branches.forEach(branch -> all.attempt(() -> release(branch)));
    }

    private void release(Branch branch) {
        forgetLater(branch);
        if (branch.owed != null) {
            hangUp(branch, branch.owed);
        } else if (invite) {
            cancel(branch);
        }
    }

    /** Within a dialog it is the answer that fails, not the call, which goes on as it was. */
    private void hangUp(Branch branch, SIPResponse answer) {
        branch.owed = null;
        if (in.toTag().isEmpty()) {
            CalleeHangUp.send(plumbing, branch.outbound, answer);
        } else {
            CalleeHangUp.acknowledge(plumbing, branch.outbound, answer);
        }
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
        } catch (SipException | IllegalStateException e) { // the latter when the stack has been stopped meanwhile
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
            } catch (SipException | RuntimeException e) { // nobody else would hear of the latter
                unsent(branch, e);
                mailbox.insist(() -> carefully(() -> giveUp(branch, UNREACHABLE)));
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
        carefully(() -> {
            cancelled = true;
            exchange.cancelled();
            cancelAll();
        });
    }

    private void cancelAll() {
        List.copyOf(branches).forEach(this::cancel); // what comes of it may add others
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
        carefully(() -> heard(branch, response));
    }

    private void heard(Branch branch, SIPResponse response) {
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
        boolean open = response.getStatusCode() > 100 && !answered && !rejected;
        if (open && branch.mayRing(Headers.orEmpty(response.getToTag()))) {
            SIPResponse copy = in.upstream(response);
            exchange.progress(branch.number, copy);
            plumbing.replies().send(in, copy);
        }
    }

    private void onSuccess(Branch branch, SIPResponse response) {
        branch.status = response.getStatusCode();
        branch.timer(null);
        branch.owed = invite ? response : null;
        if (broken && rejected) {
            release(branch);
            return;
        }
        SIPResponse copy = in.upstream(response);
        Optional<Refusal> unusable = exchange.success(branch.number, copy);
        if (unusable.isPresent()) {
            branch.owed = null;
            CalleeHangUp.send(plumbing, branch.outbound, response);
            branch.response = null;
            refuse(unusable.get());
        } else if (!answered && !rejected) {
            branch.owed = null;
            answered = true;
            plumbing.replies().send(in, copy);
            exchange.whenOver(this::forgetDone);
        } else if (invite) {
            branch.owed = null;
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
            Onward instead = exchange.redirected(branch.target, response);
            if (!instead.targets().isEmpty() && targets < MOST_TARGETS) {
                conclude(branch, status, response);
                int before = targets;
                callAll(instead.targets());
                branch.replaced = targets > before;
                return;
            }
            if (instead.refusal() != null) {
                conclude(branch, instead.refusal().statusCode(), Replies.build(in.request(), instead.refusal()));
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
        carefully(() -> {
            if (branch.pending()) {
                conclude(branch, branch.cancelWanted ? TERMINATED : TIMED_OUT, null);
                settle();
            }
        });
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
            cancelAll();
        }
        branches.forEach(this::forgetLater);
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
            case Fork.Wait(boolean cancelPending) when cancelPending -> cancelAll();
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
        SIPResponse response = best.response == null
                ? Replies.build(in.request(), status, SIPResponse.getReasonPhrase(status))
                : FinalResponse.of(in.upstream(best.response), status);
        if (status == 401 || status == 407) {
            FinalResponse.collectChallenges(response, best, branches);
        }
        rejected = true;
        plumbing.replies().send(in, response);
        exchange.rejected(status);
    }

    /** A target may retransmit what it said, or cross our CANCEL with an answer, for as long as this. */
    private void forgetLater(Branch branch) {
        if (invite) {
            String id = branch.outbound.branch();
            Branches all = plumbing.branches();
            Runnable end = () -> all.remove(id); // holds nothing of a call that may be over
            var _ = plumbing.timers().after(RETRANSMISSIONS, mailbox, end);
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
        return plumbing.timers().after(delay, mailbox, () -> carefully(task));
    }

    Mailbox mailbox() {
        return mailbox;
    }
}
