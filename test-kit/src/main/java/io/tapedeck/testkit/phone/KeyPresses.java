package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.rtp.TelephoneEvent;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Keys as telephone events (RFC 4733, 2.5.1): for each 20 ms that a key is down one packet, the last one three times. */
final class KeyPresses {

    private static final String KEYS = "0123456789*#ABCD";
    private static final int VOLUME = 10; // −10 dBm0
    private static final int PACKETS_DOWN = 8;
    private static final int END_REPETITIONS = 2;
    private static final int PACKETS_BETWEEN = 5;

    private final Queue<Integer> waiting = new ArrayDeque<>();
    private int event = -1;
    private int tick;
    private int timestamp;

    /** @param timestamp of the moment when the key went down, the same for all packets of one press */
    record Press(TelephoneEvent event, boolean first, int timestamp) {}

    void press(String keys) {
        for (char key : keys.toUpperCase(Locale.ROOT).toCharArray()) {
            int code = KEYS.indexOf(key);
            if (code < 0) {
                throw new IllegalArgumentException("no key of a telephone: " + key);
            }
            waiting.add(code);
        }
    }

    /** Whether a key is down or one waits, so that a packet of a key takes the place of sound. */
    boolean busy() {
        return event >= 0 || !waiting.isEmpty();
    }

    /** What to send in this interval, if {@link #busy()}; null in the pause between two keys. */
    @Nullable
    Press next(int now, int ticksPerPacket) {
        if (event < 0) {
            event = waiting.remove();
            tick = 0;
            timestamp = now;
        }
        tick++;
        Press press = tick <= PACKETS_DOWN + END_REPETITIONS ? press(ticksPerPacket) : null;
        if (tick == PACKETS_DOWN + END_REPETITIONS + PACKETS_BETWEEN) {
            event = -1;
        }
        return press;
    }

    private Press press(int ticksPerPacket) {
        boolean end = tick >= PACKETS_DOWN;
        int duration = Math.min(tick, PACKETS_DOWN) * ticksPerPacket;
        return new Press(new TelephoneEvent(event, end, VOLUME, duration), tick == 1, timestamp);
    }
}
