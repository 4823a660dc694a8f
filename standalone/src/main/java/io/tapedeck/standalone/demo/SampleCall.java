package io.tapedeck.standalone.demo;

import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** One call between the two demo users, from the dial tone to the recording that somebody listens to. */
public final class SampleCall {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TALK = Duration.ofSeconds(4);
    private static final double CALLER_HERTZ = 440;
    private static final double CALLEE_HERTZ = 660;
    private static final double CLEARLY_THERE = 0.1;
    private static final double CLEARLY_ABSENT = 0.01;

    private final TapedeckApi api;
    private final InetSocketAddress proxy;

    public SampleCall(TapedeckApi api, InetSocketAddress proxy) {
        this.api = api;
        this.proxy = proxy;
    }

    /**
     * A finished recording.
     *
     * @param link plays without login until it expires
     * @param delay from hanging up to the recording being playable
     */
    public record Recorded(String sessionId, String recordingId, URI link, Duration delay) {}

    /**
     * @throws DemoFailure when a step does not come about in time
     */
    public Recorded place(DemoTenant tenant) {
        try (var alice = DemoPhone.register(proxy, tenant, tenant.caller());
                var bob = DemoPhone.register(proxy, tenant, tenant.callee())) {
            bob.autoAnswer(AudioSource.tone(CALLEE_HERTZ));
            PhoneCall call = alice.call(tenant.callee().extension(), AudioSource.tone(CALLER_HERTZ));
            if (!call.answered(PATIENCE)) {
                throw new DemoFailure("the call was not answered, status " + call.statusCode());
            }
            String session = call.sessionId();
            LockSupport.parkNanos(TALK.toNanos());
            call.hangUp();
            long hungUp = System.nanoTime();
            String recording = awaitReady(session);
            Duration delay = Duration.ofNanos(System.nanoTime() - hungUp);
            return new Recorded(session, recording, linkTo(recording), delay);
        }
    }

    /** Asks until the session's CDR shows a recording that is ready. */
    private String awaitReady(String session) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var recording = api.readyRecording(session);
            if (recording.isPresent()) {
                return recording.get().path("id").asString();
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new DemoFailure(
                "no recording of session " + session + " became ready within " + PATIENCE.toSeconds() + " s");
    }

    private URI linkTo(String recording) {
        JsonNode link = api.post("/api/v1/recordings/" + recording + "/link", Map.of("expiresInSeconds", 86_400));
        return URI.create(link.path("url").asString());
    }

    /**
     * Listens to the recording: the caller's tone has to be left and nowhere else, the callee's right.
     *
     * @throws DemoFailure when something else is heard
     */
    public void verify(Recorded recorded) {
        WavFile wav = WavFile.read(api.download(recorded.link()));
        if (wav.channels() != 2) {
            throw new DemoFailure("the recording has " + wav.channels() + " channels instead of 2");
        }
        expect(wav, 0, CALLER_HERTZ, CALLEE_HERTZ, "left channel (caller)");
        expect(wav, 1, CALLEE_HERTZ, CALLER_HERTZ, "right channel (callee)");
    }

    private static void expect(WavFile wav, int channel, double present, double absent, String where) {
        short[] middle = middleOf(wav.channel(channel));
        double wanted = ToneDetector.level(middle, wav.sampleRate(), present);
        double unwanted = ToneDetector.level(middle, wav.sampleRate(), absent);
        if (wanted < CLEARLY_THERE || unwanted > CLEARLY_ABSENT) {
            throw new DemoFailure(
                    "%s: %.0f Hz at %.2f, %.0f Hz at %.2f".formatted(where, present, wanted, absent, unwanted));
        }
    }

    private static short[] middleOf(short[] samples) {
        return java.util.Arrays.copyOfRange(samples, samples.length / 4, samples.length * 3 / 4);
    }

    /** The sample call did not do what it should. */
    public static final class DemoFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DemoFailure(String message) {
            super(message);
        }
    }
}
