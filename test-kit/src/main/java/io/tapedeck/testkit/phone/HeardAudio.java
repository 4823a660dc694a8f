package io.tapedeck.testkit.phone;

import io.tapedeck.testkit.audio.AudioSource;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a phone has heard, on the time line of arrival: sample 0 is the start of the media, gaps are silence. Packets
 * are placed by their timestamps; the first one, and each whose timestamp neither follows the one before nor fits its
 * arrival, is placed by its arrival. Filled by the media thread, read by any.
 */
final class HeardAudio {

    /** A relay or a scheduler may be late by less than this; beyond it the sender has begun to count anew. */
    private static final long TOLERANCE_SAMPLES = AudioSource.SAMPLE_RATE / 4;

    private final int most;
    private short[] samples = new short[AudioSource.SAMPLE_RATE];
    private int length;
    private boolean started;
    private long startNanos;
    private boolean anchored;
    private int anchorSsrc;
    private int anchorTimestamp;
    private long anchorPosition;
    private int anchorLength;

    HeardAudio(Duration longest) {
        this.most = Math.toIntExact(longest.toSeconds() * AudioSource.SAMPLE_RATE);
    }

    // the lock of this object guards all fields
    synchronized void start(long nanos) {
        if (!started) {
            started = true;
            startNanos = nanos;
        }
    }

    synchronized void place(int ssrc, int timestamp, long arrivalNanos, short[] pcm) {
        start(arrivalNanos);
        long arrival = (arrivalNanos - startNanos) * AudioSource.SAMPLE_RATE / 1_000_000_000L;
        long expected = anchorPosition + (timestamp - anchorTimestamp); // int overflow is the wrap
        boolean follows = timestamp - anchorTimestamp == anchorLength; // however late everybody was
        boolean fits = follows || Math.abs(expected - arrival) <= TOLERANCE_SAMPLES;
        if (!anchored || ssrc != anchorSsrc || !fits) {
            anchored = true;
            anchorSsrc = ssrc;
            expected = arrival;
        }
        anchorTimestamp = timestamp;
        anchorPosition = expected;
        anchorLength = pcm.length;
        write(expected, pcm);
    }

    private void write(long position, short[] pcm) {
        if (position < 0 || position + pcm.length > most) {
            return;
        }
        int end = (int) position + pcm.length;
        if (end > samples.length) {
            samples = Arrays.copyOf(samples, Math.min(most, Math.max(end, 2 * samples.length)));
        }
        System.arraycopy(pcm, 0, samples, (int) position, pcm.length);
        length = Math.max(length, end);
    }

    synchronized short[] samples() {
        return Arrays.copyOf(samples, length);
    }
}
