package io.tapedeck.capture.prompts;

import io.tapedeck.capture.session.Playback.Frame;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.rtp.ClockRate;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A key as telephones know it: an event, or two tones. */
final class KeySound {

    /** ITU-T Q.23, by event: rows and columns of the keypad. */
    private static final int[] LOW = {941, 697, 697, 697, 770, 770, 770, 852, 852, 852, 941, 941, 697, 770, 852, 941};

    private static final int[] HIGH = {
        1336, 1209, 1336, 1477, 1209, 1336, 1477, 1209, 1336, 1477, 1209, 1477, 1633, 1633, 1633, 1633
    };

    /** Amplitude of a sine at 0 dBm0: 3.14 dB below full scale (ITU-T G.711, table 5). */
    private static final double REFERENCE = Short.MAX_VALUE * Math.pow(10, -3.14 / 20);

    /** Two of them fit without clipping. */
    private static final double LOUDEST = 0.48 * Short.MAX_VALUE;

    private static final double RAMP_SECONDS = 0.002;
    private static final int LONGEST_SEGMENT = 0xFFFF;
    private static final int ENDS = 3;

    private KeySound() {}

    /**
     * Updates with growing duration, and the end three times (RFC 4733, 2.5.1). What is longer than a duration can say
     * goes on in a new segment (2.5.1.3).
     */
    static List<Frame> events(Key key, PayloadFormat format, Duration packetTime) {
        var clock = new ClockRate(format.clockRateHertz());
        int step = (int) clock.ticksIn(packetTime);
        int whole = (int) clock.ticksIn(key.duration());
        int segment = LONGEST_SEGMENT / step * step;
        List<Frame> frames = new ArrayList<>();
        for (int begun = 0; begun < whole; begun += segment) {
            int length = Math.min(segment, whole - begun);
            for (int ticks = step; ticks < length + step; ticks += step) {
                boolean end = begun + ticks >= whole;
                byte[] payload = payload(key, end, Math.min(ticks, length));
                frames.add(new Frame(format.payloadType(), payload, ticks > step));
            }
        }
        Frame end = new Frame(format.payloadType(), frames.getLast().payload(), true);
        for (int i = 1; i < ENDS; i++) {
            frames.add(end);
        }
        return frames;
    }

    private static byte[] payload(Key key, boolean end, int ticks) {
        ByteBuffer payload = ByteBuffer.allocate(TelephoneEvent.LENGTH);
        new TelephoneEvent(key.event(), end, key.attenuation(), ticks).write(payload);
        return payload.array();
    }

    static Sound tones(Key key) {
        String id = "key " + key.event() + " " + key.duration() + " " + key.attenuation();
        return new Sound.Generated(id, rate -> samples(key, rate));
    }

    private static short[] samples(Key key, int rate) {
        var samples = new short[(int) new ClockRate(rate).ticksIn(key.duration())];
        double amplitude = Math.min(LOUDEST, REFERENCE * Math.pow(10, -key.attenuation() / 20.0));
        double ramp = RAMP_SECONDS * rate;
        for (int i = 0; i < samples.length; i++) {
            double edge = Math.min(1, Math.min(i, samples.length - 1 - i) / ramp);
            double low = Math.sin(2 * Math.PI * LOW[key.event()] * i / rate);
            double high = Math.sin(2 * Math.PI * HIGH[key.event()] * i / rate);
            samples[i] = (short) Math.round(edge * amplitude * (low + high));
        }
        return samples;
    }
}
