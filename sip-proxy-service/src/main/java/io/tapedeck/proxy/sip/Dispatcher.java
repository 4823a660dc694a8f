package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.proxy.routing.Flow;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what JAIN-SIP delivers into mailboxes. Runs on JAIN's threads, so nothing here waits: who cannot be served at
 * once is told to come back later.
 */
final class Dispatcher implements SipListener {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /** New requests that wait for the directory or a capture node. */
    private static final int MOST_NEWCOMERS = 2_000;

    /** Answers without a transaction that are being sent; their senders repeat those beyond. */
    private static final int MOST_STRAYS = 64;

    /** As long as a call is taken for possible (adoption). Longer subscriptions begin anew after the 481. */
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final Plumbing plumbing;
    private final Calls calls;
    private final NewRequests newRequests;
    private final DialogRequests dialogRequests;
    private final SipMetrics metrics;
    private final Executor executor;
    private final Map<String, PendingInvite> invites = new ConcurrentHashMap<>();
    private final AtomicInteger newcomers = new AtomicInteger();
    private final Semaphore strays = new Semaphore(MOST_STRAYS);
    private volatile boolean closing;

    Dispatcher(
            Plumbing plumbing,
            Calls calls,
            NewRequests newRequests,
            DialogRequests dialogRequests,
            SipMetrics metrics,
            Executor executor) {
        this.plumbing = plumbing;
        this.calls = calls;
        this.newRequests = newRequests;
        this.dialogRequests = dialogRequests;
        this.metrics = metrics;
        this.executor = executor;
    }

    /** INVITEs that the stack may still be asked to cancel. */
    int invites() {
        return invites.size();
    }

    /** New requests that are being looked at. */
    int newcomers() {
        return newcomers.get();
    }

    /** From now on new requests are sent away. */
    void stopAccepting() {
        closing = true;
    }

    @Override
    public void processRequest(RequestEvent event) {
        var request = (SIPRequest) event.getRequest();
        metrics.request(request.getMethod());
        plumbing.edge().connections().heard(source(request).address());
        Optional<Refusal> fault = ReadableForm.refusalOf(request);
        if (fault.isPresent()) {
            refuse(event, request, fault.get());
            return;
        }
        switch (request.getMethod()) {
            case Request.ACK -> acknowledge(new Inbound(request, null, source(request)));
            case Request.CANCEL -> accepted(event, request).ifPresent(in -> attempt(in, () -> cancel(in)));
            default -> accepted(event, request).ifPresent(in -> attempt(in, () -> dispatch(in)));
        }
    }

    private void refuse(RequestEvent event, SIPRequest request, Refusal refusal) {
        metrics.malformed();
        if (!request.getMethod().equals(Request.ACK)) {
            accepted(event, request).ifPresent(in -> plumbing.replies().send(in, refusal));
        }
    }

    /** The transaction is made here, at once, so that a retransmission finds it. */
    private Optional<Inbound> accepted(RequestEvent event, SIPRequest request) {
        ServerTransaction transaction = event.getServerTransaction();
        Optional<String> key = transaction == null ? Answers.keyOf(request) : Optional.empty();
        if (key.isPresent()) {
            return key.filter(plumbing.replies()::begin).map(_ -> new Inbound(request, null, source(request)));
        }
        try {
            return Optional.of(new Inbound(
                    request, transaction == null ? plumbing.edge().accept(request) : transaction, source(request)));
        } catch (SipException e) {
            LOG.debug("{} is a retransmission", request.getMethod(), e);
            return Optional.empty();
        }
    }

    private void dispatch(Inbound in) {
        Optional<RouteToken> token = in.toTag().isEmpty() ? Optional.empty() : tokenOf(in);
        if (token.isPresent()) {
            inDialog(in, token.get());
        } else if (!in.toTag().isEmpty() && !in.method().equals(Request.OPTIONS)) {
            plumbing.replies().send(in, new Refusal(481, "Call/Transaction Does Not Exist"));
        } else {
            welcome(in);
        }
    }

    /** A token outlives the call that it was made for; when nobody remembers that any more, age decides. */
    private Optional<RouteToken> tokenOf(Inbound in) {
        Instant oldest = plumbing.clock().instant().minus(TOKEN_LIFETIME);
        return plumbing.forwarding()
                .tokenOf(in.request())
                .filter(token ->
                        token.issued().isAfter(oldest) || token.session() != null && calls.knows(token.session()));
    }

    private void inDialog(Inbound in, RouteToken token) {
        CallSession call = callOf(in, token);
        Mailbox mailbox = call == null ? new Mailbox(executor) : call.mailbox();
        PendingInvite pending = remember(in, mailbox);
        boolean posted =
                mailbox.post(() -> attempt(in, () -> dialogRequests.handle(in, token, call, mailbox, pending)));
        if (!posted) {
            sendAway(in);
        }
    }

    private @Nullable CallSession callOf(Inbound in, RouteToken token) {
        return token.session() == null || token.tenant() == null
                ? null
                : calls.of(token.session(), token.tenant(), token, in);
    }

    private void welcome(Inbound in) {
        boolean invite = in.method().equals(Request.INVITE);
        boolean full = invite && calls.size() >= plumbing.settings().maxSessions();
        if (closing || full || newcomers.get() >= MOST_NEWCOMERS) {
            sendAway(in);
            return;
        }
        newcomers.incrementAndGet();
        var mailbox = new Mailbox(executor);
        PendingInvite pending = remember(in, mailbox);
        mailbox.post(() -> {
            try {
                attempt(in, () -> newRequests.handle(in, mailbox, pending));
            } finally {
                newcomers.decrementAndGet();
            }
        });
    }

    /** A mistake of ours must not leave the sender waiting. */
    private void attempt(Inbound in, Runnable handling) {
        try {
            handling.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} of {} could not be handled", in.method(), in.callId(), e);
            plumbing.replies().lastWord(in, Refusal.MISTAKE);
        }
    }

    private void sendAway(Inbound in) {
        metrics.overloaded();
        plumbing.replies().send(in, Refusal.overloaded());
    }

    private @Nullable PendingInvite remember(Inbound in, Mailbox mailbox) {
        if (!in.method().equals(Request.INVITE)) {
            return null;
        }
        var pending = new PendingInvite(mailbox, in.transaction());
        invites.put(in.cancelKey(), pending);
        return pending;
    }

    /**
     * The stack does not tell the end of every transaction: not of one that ended with its connection before it was noted here, and
     * not of two with the same branch.
     */
    void forgetEnded() {
        invites.values().removeIf(PendingInvite::isOver);
    }

    private void cancel(Inbound in) {
        PendingInvite pending = invites.get(in.cancelKey());
        if (pending == null) {
            plumbing.replies().send(in, new Refusal(481, "Call/Transaction Does Not Exist"));
            return;
        }
        plumbing.replies().send(in, new Refusal(200, "OK"));
        pending.cancelInTurn();
    }

    /** Only those for a 2xx get here; JAIN-SIP keeps the others (17.2.1). Without our token it is nobody's: dropped. */
    private void acknowledge(Inbound in) {
        tokenOf(in).ifPresent(token -> {
            CallSession call = callOf(in, token);
            Mailbox mailbox = call == null ? new Mailbox(executor) : call.mailbox();
            mailbox.post(() -> attempt(in, () -> dialogRequests.handle(in, token, call, mailbox, null)));
        });
    }

    @Override
    public void processResponse(ResponseEvent event) {
        var response = (SIPResponse) event.getResponse();
        plumbing.edge().connections().heard(peerOf(response));
        Via via = response.getTopmostVia();
        if (via != null) {
            dropUnreadablePorts(response);
        }
        Branch branch = via == null || via.getBranch() == null
                ? null
                : plumbing.branches().get(via.getBranch());
        if (branch != null
                && response.getCSeq()
                        .getMethod()
                        .equals(branch.outbound.request().getMethod())) {
            Runnable task = () -> branch.context.onResponse(branch, response);
            if (comesOnce(event, response)) {
                branch.context.mailbox().insist(task);
            } else {
                branch.context.mailbox().post(task);
            }
            return;
        }
        if (branch != null && isOfAnotherMethod(event, branch)) {
            branch.context.mailbox().insist(() -> branch.context.onTimeout(branch));
            return;
        }
        if (branch == null && via != null && isStraySuccess(response, via)) {
            passOn(response);
        }
    }

    /** The stack cannot copy a Via whose {@code rport} is no number. What it says does not matter: the way back is that of the request. */
    private static void dropUnreadablePorts(SIPResponse response) {
        for (Via via : response.getViaHeaders()) {
            String port = via.getParameter(Via.RPORT);
            if (port != null && !port.isEmpty() && !PORT.matcher(port).matches()) {
                via.removeParameter(Via.RPORT);
            }
        }
    }

    /**
     * A final response whose CSeq names another method belongs to no transaction (RFC 3261, 17.1.3). The stack, which looks at the
     * branch alone, has ended the transaction with it: nothing else will come of that.
     */
    private static boolean isOfAnotherMethod(ResponseEvent event, Branch branch) {
        return event.getClientTransaction() != null
                && ((SIPResponse) event.getResponse()).isFinalResponse()
                && event.getClientTransaction()
                        .getRequest()
                        .getMethod()
                        .equals(branch.outbound.request().getMethod());
    }

    /** The stack keeps repetitions of a final response to itself, so nothing would bring back one that was refused. */
    private static boolean comesOnce(ResponseEvent event, SIPResponse response) {
        return event.getClientTransaction() != null && response.isFinalResponse();
    }

    /** Sending may wait for a TCP connection, so it happens elsewhere, and no flood of it piles up. */
    private void passOn(SIPResponse response) {
        if (!strays.tryAcquire()) {
            metrics.overloaded();
            return;
        }
        var copy = (SIPResponse) response.clone();
        copy.removeFirst("Via");
        executor.execute(() -> {
            try {
                plumbing.edge().answerWithoutTransaction(copy);
            } finally {
                strays.release();
            }
        });
    }

    /**
     * A 2xx that is still retransmitted though its INVITE is long forgotten, as by a proxy before a restart (16.11). Only
     * under a branch that we have signed: anybody can write our address into a Via.
     */
    private boolean isStraySuccess(SIPResponse response, Via via) {
        return response.getStatusCode() / 100 == 2
                && response.getCSeq().getMethod().equals(Request.INVITE)
                && response.getViaHeaders().size() > 1
                && plumbing.edge().addresses().isUs(via.getHost(), via.getPort())
                && plumbing.forwarding()
                        .isOwnBranch(
                                Headers.orEmpty(via.getBranch()),
                                response.getViaHeaders().get(1));
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()) {
            unreachable(event.getClientTransaction());
        }
    }

    private void unreachable(@Nullable Transaction transaction) {
        if (transaction == null || transaction.getBranchId() == null) {
            return;
        }
        Branch branch = plumbing.branches().get(transaction.getBranchId());
        boolean itself = branch != null
                && transaction
                        .getRequest()
                        .getMethod()
                        .equals(branch.outbound.request().getMethod()); // and not the CANCEL, which has the same id
        if (branch != null && itself) {
            branch.context.mailbox().insist(() -> branch.context.onTimeout(branch));
        }
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        if (event.isServerTransaction()
                && event.getServerTransaction().getRequest() instanceof SIPRequest request
                && request.getMethod().equals(Request.INVITE)) {
            invites.computeIfPresent(
                    new Inbound(request, null, source(request)).cancelKey(),
                    (_, pending) -> pending.isOf(event.getServerTransaction()) ? null : pending);
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debug("{}:{} over {} cannot be reached", event.getHost(), event.getPort(), event.getTransport());
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    private static @Nullable InetSocketAddress peerOf(SIPResponse response) {
        return response.getRemoteAddress() == null
                ? null
                : new InetSocketAddress(response.getRemoteAddress(), response.getRemotePort());
    }

    private static Flow source(SIPRequest request) {
        Via via = request.getTopmostVia();
        boolean tcp = via.getTransport().toLowerCase(Locale.ROOT).equals("tcp");
        return new Flow(
                tcp ? Flow.Transport.TCP : Flow.Transport.UDP,
                new InetSocketAddress(request.getPeerPacketSourceAddress(), request.getPeerPacketSourcePort()));
    }
}
