package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.policy.SpokenPolicy;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.Prompt;
import io.tapedeck.proxy.recording.Speaker;
import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.ExampleDirectory;
import io.tapedeck.proxy.voice.ShippedPrompts;
import io.tapedeck.proxy.voice.Voices;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what is said, which takes as long as the test wants. */
final class FakeSpeaker implements Speaker {

    final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Map<SessionId, BlockingQueue<String>> saidIn = new ConcurrentHashMap<>();
    volatile Duration heard = Duration.ofSeconds(20);
    volatile boolean away;

    /** Whether playing fails in a way that nobody expects. */
    volatile boolean broken;

    /** What prompts are called, by their hash. */
    final Map<String, String> names = new ConcurrentHashMap<>();

    Voices voices() {
        return voices(ExampleDirectory::with);
    }

    Voices voices(Directory directory) {
        return new Voices(this, new SpokenPolicy(directory), new ShippedPrompts(), Duration.ofMillis(50));
    }

    /** What is said in that session alone. */
    BlockingQueue<String> saidIn(SessionId session) {
        return saidIn.computeIfAbsent(session, _ -> new LinkedBlockingQueue<>());
    }

    private void tell(SessionId session, String what) {
        said.add(what);
        saidIn(session).add(what);
    }

    void reset() {
        said.clear();
        saidIn.clear();
        heard = Duration.ofSeconds(20);
        away = false;
        broken = false;
    }

    @Override
    public Duration play(String node, SessionId session, Listeners listeners, Prompt prompt) throws MediaUnavailable {
        if (away) {
            throw new MediaUnavailable("no capture node answers");
        }
        if (broken) {
            throw new IllegalStateException("a mistake of ours");
        }
        tell(session, names.getOrDefault(prompt.sha256(), "prompt") + " to " + listeners);
        return heard;
    }

    @Override
    public Duration beep(String node, SessionId session, Listeners listeners) {
        tell(session, "beep to " + listeners);
        return Duration.ZERO;
    }

    @Override
    public void beepEvery(String node, SessionId session, Duration period) {
        tell(session, "beeps");
    }

    @Override
    public void hush(String node, SessionId session) {
        tell(session, "hush");
    }
}
