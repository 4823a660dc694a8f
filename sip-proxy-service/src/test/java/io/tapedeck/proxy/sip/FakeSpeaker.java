package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.policy.SpokenPolicy;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.Prompt;
import io.tapedeck.proxy.recording.Speaker;
import io.tapedeck.proxy.routing.ExampleDirectory;
import io.tapedeck.proxy.voice.ShippedPrompts;
import io.tapedeck.proxy.voice.Voices;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what is said, which takes as long as the test wants. */
final class FakeSpeaker implements Speaker {

    final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    volatile Duration heard = Duration.ofSeconds(20);
    volatile boolean away;

    /** Whether playing fails in a way that nobody expects. */
    volatile boolean broken;

    Voices voices() {
        return new Voices(this, new SpokenPolicy(ExampleDirectory::with), new ShippedPrompts(), Duration.ofMillis(50));
    }

    void reset() {
        said.clear();
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
        said.add("prompt to " + listeners);
        return heard;
    }

    @Override
    public Duration beep(String node, SessionId session, Listeners listeners) {
        said.add("beep to " + listeners);
        return Duration.ZERO;
    }

    @Override
    public void beepEvery(String node, SessionId session, Duration period) {
        said.add("beeps");
    }

    @Override
    public void hush(String node, SessionId session) {
        said.add("hush");
    }
}
