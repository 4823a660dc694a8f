package io.tapedeck.capture.session;

import java.time.Duration;
import java.util.List;

/**
 * Sound in the codec of the party that is to hear it, packet by packet.
 *
 * @param clockHertz of the RTP timestamps
 * @param frameTime from one packet to the next
 * @param firstFrame where the first round begins
 * @param rounds how often it is played
 * @param rest between two rounds; meanwhile the party hears the other one
 */
public record Playback(
        int clockHertz, Duration frameTime, List<Frame> frames, int firstFrame, int rounds, Duration rest) {

    /** More than any call needs. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    public Playback {
        frames = List.copyOf(frames);
        if (clockHertz <= 0 || !frameTime.isPositive() || rest.isNegative()) {
            throw new IllegalArgumentException("playback of " + clockHertz + " Hz, " + frameTime + ", " + rest);
        }
        if (firstFrame < 0 || firstFrame >= frames.size() || rounds < 1) {
            throw new IllegalArgumentException(
                    "playback of " + rounds + " rounds from " + firstFrame + " of " + frames.size() + " frames");
        }
    }

    /** Once, from its beginning. */
    public Playback(int clockHertz, Duration frameTime, List<Frame> frames) {
        this(clockHertz, frameTime, frames, 0, 1, Duration.ZERO);
    }

    public Playback repeated(int times, Duration restBetween) {
        return new Playback(clockHertz, frameTime, frames, firstFrame, times, restBetween);
    }

    /** Begins there; at the last frame when there is less. */
    public Playback from(Duration position) {
        long first = Math.clamp(position.dividedBy(frameTime), 0, frames.size() - 1L);
        return new Playback(clockHertz, frameTime, frames, (int) first, rounds, rest);
    }

    /** Of one round from the beginning. */
    public Duration duration() {
        return frameTime.multipliedBy(frames.size());
    }

    /**
     * One packet's content.
     *
     * @param payload read only; empty: nothing is sent in its time
     * @param sameInstant it has the timestamp of the one before, as events have (RFC 4733, 2.5.1.2)
     */
    @SuppressWarnings("ArrayRecordComponent") // thousands of them, handed from the cache to the loop, never changed
    public record Frame(int payloadType, byte[] payload, boolean sameInstant) {

        public boolean isSilent() {
            return payload.length == 0;
        }
    }
}
