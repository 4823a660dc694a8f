package io.tapedeck.proxy.recording;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.proxy.policy.Medium;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All capture nodes of the settings. A new session goes to the healthy node with the highest rendezvous hash, so proxies
 * agree without talking and the loss of a node moves only that node's calls; a session stays where it began.
 */
public final class CaptureNodes implements MediaAnchor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CaptureNodes.class);
    private static final List<Duration> DELETE_RETRIES =
            List.of(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final int DELETES_UNDER_WAY = 10_000;
    private static final int LONGEST_SDP = 32 * 1024;

    private final CaptureNodeSettings settings;
    private final NgCommands commands;
    private final MeterRegistry meters;
    private final Map<String, CaptureNode> nodes = new LinkedHashMap<>();
    private final ExecutorService background = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("capture-nodes-", 0).factory());
    private final Semaphore deletes = new Semaphore(DELETES_UNDER_WAY);

    /**
     * Opens one socket per node and begins to watch them.
     *
     * @param random a secure one: replies are known by unpredictable cookies
     * @throws IOException when no socket can be had
     */
    public CaptureNodes(CaptureNodeSettings settings, NgCommands commands, MeterRegistry meters, RandomGenerator random)
            throws IOException {
        this.settings = settings;
        this.commands = commands;
        this.meters = meters;
        for (String name : settings.nodes()) {
            CaptureNode node = new CaptureNode(name, settings, random);
            nodes.put(name, node);
            meters.gauge(
                    "tapedeck.capture.node.healthy", List.of(Tag.of("node", name)), node, n -> n.isHealthy() ? 1 : 0);
            background.execute(() -> watch(node));
        }
    }

    /** Nodes by name, and whether each is healthy. */
    public Map<String, Boolean> health() {
        var health = new LinkedHashMap<String, Boolean>();
        nodes.forEach((name, node) -> health.put(name, node.isHealthy()));
        return health;
    }

    @Override
    public String chooseNode(SessionId session) throws MediaUnavailable {
        try {
            for (String name : RendezvousHash.ranked(session, nodes.keySet())) {
                CaptureNode node = nodes.get(name);
                if (node != null && node.takesCalls()) {
                    return name;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw failure("choose", "none of the capture nodes " + nodes.keySet() + " takes calls");
    }

    @Override
    public String offer(MediaDialog dialog, String sdp) throws MediaUnavailable, SdpRefused {
        refuseEndless("offer", sdp);
        return negotiate(dialog.node(), "offer", commands.offer(dialog, sdp)).sdp();
    }

    @Override
    public Answer answer(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        refuseEndless("answer", sdp);
        return negotiate(dialog.node(), "answer", commands.answer(dialog, toTag, sdp, orders));
    }

    @Override
    public Answer answerForNobody(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        return negotiate(dialog.node(), "answer", commands.answerForNobody(dialog, toTag, sdp, orders));
    }

    @Override
    public void listenForSpeech(String node, SessionId session, String tag) throws MediaUnavailable {
        order(node, "hear DTMF", NgCommands.listenForSpeech(session, tag));
    }

    @Override
    public Optional<Duration> callerSilentFor(String node, SessionId session) throws MediaUnavailable {
        return NgCommands.callerSilentFor(order(node, "query", NgCommands.query(session)));
    }

    /** A command is one datagram; what does not fit there must not look like a node that is away. */
    private void refuseEndless(String command, String sdp) throws SdpRefused {
        if (sdp.getBytes(StandardCharsets.UTF_8).length > LONGEST_SDP) {
            throw refusal(command, "longer than " + LONGEST_SDP + " bytes");
        }
    }

    private Answer negotiate(String name, String command, NgDictionary request) throws MediaUnavailable, SdpRefused {
        NgDictionary reply = send(name, command, request);
        String sdp = reply.text("sdp").orElse("");
        if (NgCommands.isOk(reply) && !sdp.isEmpty()) {
            return new Answer(sdp, NgCommands.refused(reply));
        }
        String reason = reply.text("error-reason").orElse("no SDP in the reply");
        if (NgCommands.blamesSdp(reason)) {
            throw refusal(command, reason);
        }
        CaptureNode node = nodes.get(name);
        if (node != null && reason.equals(NgCommands.OUT_OF_PORTS)) {
            node.isBusy();
        }
        throw failure(command, "capture node " + name + ": " + reason);
    }

    private SdpRefused refusal(String command, String reason) {
        meters.counter("tapedeck.capture.node.failures", "command", command, "cause", "sdp")
                .increment();
        return new SdpRefused(reason);
    }

    NgDictionary send(String name, String command, NgDictionary request) throws MediaUnavailable {
        CaptureNode node = nodes.get(name);
        if (node == null) {
            throw failure(command, "capture node " + name + " is not in the settings any more");
        }
        try {
            return node.command(request);
        } catch (IOException e) {
            throw failure(command, "capture node " + name + ": " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure(command, "interrupted while waiting for capture node " + name);
        }
    }

    private MediaUnavailable failure(String command, String message) {
        meters.counter("tapedeck.capture.node.failures", "command", command, "cause", "node")
                .increment();
        return new MediaUnavailable(message);
    }

    @Override
    public Set<RecordingId> startRecording(String node, SessionId session, List<RecordingOrder> orders)
            throws MediaUnavailable {
        return NgCommands.refused(order(node, "start recording", commands.startRecording(session, orders)));
    }

    @Override
    public void stopRecording(String node, SessionId session, RecordingId recording) throws MediaUnavailable {
        order(node, "stop recording", NgCommands.stopRecording(session, recording));
    }

    @Override
    public void stopRecording(String node, SessionId session, RecordingId recording, Duration after)
            throws MediaUnavailable {
        order(node, "stop recording", NgCommands.stopRecording(session, recording, after));
    }

    @Override
    public void pauseRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable {
        order(node, "pause recording", NgCommands.pauseRecording(session, media));
    }

    @Override
    public void resumeRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable {
        order(node, "resume recording", NgCommands.resumeRecording(session, media));
    }

    @Override
    public void tellDigit(String node, SessionId session, String tag, char key, Duration length)
            throws MediaUnavailable {
        order(node, "tell DTMF", NgCommands.tellDigit(session, tag, key, length));
    }

    @Override
    public void maskDigits(String node, SessionId session, String tag, String code) throws MediaUnavailable {
        order(node, "mask DTMF", NgCommands.maskDigits(session, tag, code));
    }

    @Override
    public void hearDigits(String node, SessionId session, List<String> tags, DigitListener listener) {
        CaptureNode known = nodes.get(node);
        if (known != null) {
            known.events().follow(session, tags, listener);
        }
    }

    NgDictionary order(String node, String command, NgDictionary request) throws MediaUnavailable {
        NgDictionary reply = send(node, command, request);
        if (!NgCommands.isOk(reply)) {
            throw failure(
                    command,
                    "capture node " + node + ": " + reply.text("error-reason").orElse("no result"));
        }
        return reply;
    }

    @Override
    public void delete(String node, SessionId session) {
        CaptureNode known = nodes.get(node);
        if (known != null) {
            known.events().forget(session);
        }
        if (!deletes.tryAcquire()) {
            log.error("session {} is left to the media time-out of {}: too many deletes under way", session, node);
            return;
        }
        try {
            background.execute(() -> {
                try {
                    deletePatiently(node, session);
                } finally {
                    deletes.release();
                }
            });
        } catch (RejectedExecutionException _) {
            deletes.release(); // closed: the node's media time-out ends the session
        }
    }

    private void deletePatiently(String node, SessionId session) {
        String failure = "";
        for (Duration pause : DELETE_RETRIES) {
            try {
                Thread.sleep(pause);
                send(node, "delete", NgCommands.delete(session));
                return;
            } catch (MediaUnavailable e) {
                failure = e.getMessage();
            } catch (InterruptedException _) {
                return;
            }
        }
        log.error("session {} is left to the media time-out: {}", session, failure);
    }

    @Override
    public boolean alive(String node, SessionId session) {
        CaptureNode asked = nodes.get(node);
        if (asked == null) {
            return false; // nobody is left to ask
        }
        if (!asked.isHealthy()) {
            return true; // it would cost a time-out for each of its calls to learn nothing
        }
        try {
            NgDictionary reply = send(node, "query", NgCommands.query(session));
            return !NgCommands.isUnknownCall(reply);
        } catch (MediaUnavailable _) {
            return true;
        }
    }

    private void watch(CaptureNode node) {
        try {
            while (!background.isShutdown()) {
                node.ping(settings.pingEvery());
                Thread.sleep(settings.pingEvery());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        nodes.values().forEach(CaptureNode::close);
        background.close();
    }
}
