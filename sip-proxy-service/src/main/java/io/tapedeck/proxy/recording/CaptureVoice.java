package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Has capture nodes play. A node gets a prompt when it says that it has none with this hash, in pieces that fit into a
 * datagram, and keeps it; so any node of any number can play, also after a restart.
 */
public final class CaptureVoice implements Speaker {

    private static final int PIECE = 16 * 1024;
    private static final String UNKNOWN_PROMPT = "no prompt with this hash is kept";
    private static final String PLAY = "play media";

    private final CaptureNodes nodes;

    public CaptureVoice(CaptureNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public Duration play(String node, SessionId session, Listeners listeners, Prompt prompt) throws MediaUnavailable {
        NgDictionary request = play(session, listeners, NgDictionary.empty().with("sha256", prompt.sha256()));
        NgDictionary reply = nodes.send(node, PLAY, request);
        if (reply.text("error-reason").orElse("").contains(UNKNOWN_PROMPT)) {
            handOver(node, prompt);
            reply = nodes.send(node, PLAY, request);
        }
        return duration(node, reply);
    }

    private void handOver(String node, Prompt prompt) throws MediaUnavailable {
        byte[] content = prompt.content();
        for (int at = 0; at < content.length; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + PIECE));
            NgDictionary own = NgDictionary.empty()
                    .with("sha256", prompt.sha256())
                    .with("size", content.length)
                    .with("offset", at);
            NgDictionary request = NgDictionary.empty()
                    .with("command", "keep prompt")
                    .with("blob", NgString.ofBytes(piece))
                    .with("tapedeck", own);
            NgDictionary _ = nodes.order(node, "keep prompt", request);
        }
    }

    private Duration duration(String node, NgDictionary reply) throws MediaUnavailable {
        if (!NgCommands.isOk(reply)) {
            throw new MediaUnavailable(
                    "capture node " + node + ": " + reply.text("error-reason").orElse("no result"));
        }
        return Duration.ofMillis(reply.integer("duration").orElse(0));
    }

    @Override
    public Duration beep(String node, SessionId session, Listeners listeners) throws MediaUnavailable {
        NgDictionary tone = NgDictionary.empty().with("tone", "beep");
        return duration(node, nodes.send(node, PLAY, play(session, listeners, tone)));
    }

    @Override
    public void beepEvery(String node, SessionId session, Duration period) throws MediaUnavailable {
        NgDictionary tone = NgDictionary.empty().with("tone", "beep").with("every", period.toSeconds());
        NgDictionary _ = nodes.order(node, PLAY, play(session, Listeners.ALL, tone));
    }

    @Override
    public void hush(String node, SessionId session) throws MediaUnavailable {
        NgDictionary _ = nodes.order(node, "stop media", to(Listeners.ALL, NgCommands.about("stop media", session)));
    }

    private static NgDictionary play(SessionId session, Listeners listeners, NgDictionary what) {
        return to(listeners, NgCommands.about(PLAY, session)).with("tapedeck", what);
    }

    private static NgDictionary to(Listeners listeners, NgDictionary request) {
        return switch (listeners) {
            case ALL -> request.with("flags", NgList.ofTexts(List.of("all")));
            case CALLER -> request.with("label", "caller");
            case CALLEE -> request.with("label", "callee");
        };
    }
}
