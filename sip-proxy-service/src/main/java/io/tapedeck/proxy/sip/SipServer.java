package io.tapedeck.proxy.sip;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.proxy.control.LiveCalls;
import io.tapedeck.proxy.control.RecordingListener;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.routing.Authenticator;
import io.tapedeck.proxy.routing.ProxyKeys;
import io.tapedeck.proxy.routing.Registrar;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.voice.Voices;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP proxy. Give it what it asks of others, {@link #start} it, and {@link #close} it; calls that are up when it is
 * closed go on by themselves, and another instance with the same keys routes what they still have to say.
 */
public final class SipServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipServer.class);

    /** As long as a capture node may take to answer. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** How late a silent connection may be noticed. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private static final Duration FORGETTING = Duration.ofSeconds(10);

    private final SipServerSettings settings;
    private final ProxyKeys keys;
    private final Authenticator authenticator;
    private final Registrar registrar;
    private final Router router;
    private final RecordingPolicy policy;
    private final ControlRules controlRules;
    private final MediaAnchor anchor;
    private final CallJournal journal;
    private final Clock clock;
    private final SipMetrics metrics;
    private final List<RecordingListener> listeners = new CopyOnWriteArrayList<>();
    private int haste = 1;
    private @Nullable Voices voices;
    private @Nullable Running running;

    public SipServer(
            SipServerSettings settings,
            ProxyKeys keys,
            Authenticator authenticator,
            Registrar registrar,
            Router router,
            RecordingPolicy policy,
            ControlRules controlRules,
            MediaAnchor anchor,
            CallJournal journal,
            Clock clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.keys = keys;
        this.authenticator = authenticator;
        this.registrar = registrar;
        this.router = router;
        this.policy = policy;
        this.controlRules = controlRules;
        this.anchor = anchor;
        this.journal = journal;
        this.clock = clock;
        this.metrics = new SipMetrics(meters);
        metrics.watchCalls(this::calls);
        watch("dialogs", now -> now.calls.dialogs().size());
        watch("transfers", now -> now.transfers.size());
        watch("branches", now -> now.plumbing.branches().size());
        watch("invites", now -> now.dispatcher.invites());
        watch("newcomers", now -> now.dispatcher.newcomers());
        watch("server-transactions", now -> now.edge.serverTransactions());
        watch("client-transactions", now -> now.edge.clientTransactions());
        watch("answers", now -> now.answers.size());
        watch("stack-timers", now -> now.edge.stackTimers());
        watch("timers", now -> now.timers.size());
    }

    private void watch(String what, ToIntFunction<Running> level) {
        metrics.watch(what, () -> levelOf(level));
    }

    /** One line for each request that is not over yet. */
    synchronized List<String> serverTransactionsInWords() {
        return running == null ? List.of() : running.edge().serverTransactionsInWords();
    }

    private synchronized int levelOf(ToIntFunction<Running> level) { // guards running
        return running == null ? 0 : level.applyAsInt(running);
    }

    /**
     * Binds UDP and TCP and begins to serve.
     *
     * @throws IOException when the port is taken; the operator has to act
     */
    public synchronized void start() throws IOException { // guards running
        if (running != null) {
            throw new IllegalStateException("the SIP server is running already");
        }
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sip-call-", 0).factory());
        var timers = new Timers(haste);
        var gateway = new Doorway();
        try {
            var edge = new SipEdge(settings, gateway, metrics);
            edge.hasten(haste);
            var calls = new Calls(
                    anchor,
                    journal,
                    executor,
                    timers,
                    controlRules,
                    clock,
                    change -> listeners.forEach(each -> each.changed(change)),
                    voices);
            var forwarding = new Forwarding(
                    edge.addresses(), new RouteTokens(keys.recordRouteKey()), new BranchMarks(keys.branchKey()));
            var answers = new Answers();
            var plumbing =
                    new Plumbing(edge, new Replies(edge, answers), forwarding, timers, clock, settings, executor);
            var transfers = new Transfers(new TransferMarks(keys.transferKey()), new InterruptedTransfers(calls));
            Dispatcher dispatcher = wire(plumbing, calls, transfers, executor);
            var check = new MediaCheck(calls, executor, clock, settings.longestSilence());
            timers.every(settings.mediaCheckInterval(), () -> executor.execute(check::round));
            timers.every(SWEEP, edge.connections()::sweep);
            timers.every(FORGETTING, dispatcher::forgetEnded);
            timers.every(Answers.LIFETIME, answers::forgetOld);
            timers.every(FORGETTING, () -> transfers.sweep(clock.instant()));
            gateway.open(dispatcher);
            running = new Running(edge, timers, calls, plumbing, transfers, dispatcher, answers, executor);
        } catch (IOException e) {
            timers.close();
            executor.shutdownNow();
            throw e;
        }
    }

    private Dispatcher wire(Plumbing plumbing, Calls calls, Transfers transfers, ExecutorService executor) {
        Replies replies = plumbing.replies();
        var gate = new RequestGate(plumbing.edge().addresses());
        var newCalls = new NewCalls(plumbing, calls, policy, anchor, router, voices);
        var registration = new Registration(registrar, replies);
        var controls = new ControlRequests(replies, calls, anchor);
        var joins = new Joins(plumbing, calls.dialogs(), transfers, policy, router);
        var newRequests = new NewRequests(
                plumbing, gate, authenticator, router, registration, newCalls, joins, controls, metrics, policy);
        var dialogRequests = new DialogRequests(plumbing, gate, new Referrals(plumbing, transfers), controls);
        return new Dispatcher(plumbing, calls, newRequests, dialogRequests, metrics, executor);
    }

    /** Calls that begin after {@link #start} hear what these say; to be given before it. */
    public synchronized void speakWith(Voices speaking) { // guards voices
        voices = speaking;
    }

    /** All timers run so many times faster; to be given before {@link #start}. */
    synchronized void hasten(int times) { // guards haste
        haste = times;
    }

    /** From now on this one too is told what becomes of recordings. */
    public void listen(RecordingListener listener) {
        listeners.add(listener);
    }

    public synchronized boolean listening() { // guards running
        return running != null;
    }

    /** Those that are up; empty while the server is not running. */
    public synchronized Optional<LiveCalls> liveCalls() { // guards running
        return Optional.ofNullable(running).map(now -> new CurrentCalls(now.calls));
    }

    /** The port in use, for UDP and TCP; 0 when the server is not running. */
    public synchronized int port() { // guards running
        return running == null ? 0 : running.edge.addresses().port();
    }

    private synchronized int calls() { // guards running
        return running == null ? 0 : running.calls.size();
    }

    /** Sends new requests away, then closes the sockets. Calls in progress are not ended. */
    @Override
    public synchronized void close() { // guards running
        if (running == null) {
            return;
        }
        running.dispatcher.stopAccepting();
        running.edge.close();
        running.timers.close();
        letFinish(running.executor);
        running = null;
    }

    /** What mailboxes have begun is carried out: an interrupt would tear it, and their events would be missing. */
    private static void letFinish(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("some calls were still waiting for others when the proxy stopped");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }

    private record Running(
            SipEdge edge,
            Timers timers,
            Calls calls,
            Plumbing plumbing,
            Transfers transfers,
            Dispatcher dispatcher,
            Answers answers,
            ExecutorService executor) {}
}
