package io.tapedeck.protocol.rtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes key presses out of the event packets of one stream (RFC 4733, 2.5). The RTP timestamp is what tells one press from the
 * next: its packets repeat it with growing duration and send the end three times, any of which may be lost or late. A press is told
 * once, when its end is seen; when the end is lost, as soon as another begins or nothing of it has come for a while. Packets that
 * are no event cost one comparison. Not thread-safe.
 */
public final class KeyPressTracker {

    /** Packets of one event follow each other by 50 ms at most (2.5.1.2); two may be lost. */
    private static final long LOST_AFTER_NANOS = 160_000_000L;

    /** A segment of a long event is full here, and the next one begins (2.5.1.3). */
    private static final int LONGEST_SEGMENT = 0xFFFF;
    /** Some senders begin the next segment a packet early. */
    private static final int SEGMENT_SLACK = 1_600;

    private boolean pressed;
    private int event;
    private int volume;
    private int timestamp;
    /** Of earlier segments. */
    private long ticksBefore;

    private int ticks;
    private long lastNanos;

    private boolean toldAny;
    /** Of the newest press that was told: what is not later belongs to it or was before it. */
    private int toldTimestamp;

    /**
     * An event packet.
     *
     * @param payload at its position
     * @return a press that is now complete
     */
    public @Nullable KeyPress event(ByteBuffer payload, int offset, int length, int packetTimestamp, long now) {
        if (length < TelephoneEvent.LENGTH) {
            return null;
        }
        int packetEvent = payload.get(offset) & 0xFF;
        int flags = payload.get(offset + 1);
        int duration = RtpPackets.unsignedShort(payload, offset + 2);
        if (packetEvent > TelephoneEvent.LAST_KEY || (toldAny && packetTimestamp - toldTimestamp <= 0)) {
            return null;
        }
        KeyPress before = null;
        if (pressed && packetTimestamp != timestamp) {
            if (packetTimestamp - timestamp < 0) {
                return null;
            }
            if (continuesSegment(packetEvent, packetTimestamp)) {
                ticksBefore += packetTimestamp - timestamp;
                timestamp = packetTimestamp;
                ticks = 0;
            } else {
                before = told();
            }
        }
        if (!pressed) {
            begin(packetEvent, packetTimestamp);
        }
        ticks = Math.max(ticks, duration);
        volume = flags & 0x3F;
        lastNanos = now;
        // two presses in one packet's time: the second is told with its next packet, of which there are two more
        return (flags & 0x80) != 0 && before == null ? told() : before;
    }

    private boolean continuesSegment(int packetEvent, int packetTimestamp) {
        int step = packetTimestamp - timestamp;
        return packetEvent == event && step >= LONGEST_SEGMENT - SEGMENT_SLACK && step <= LONGEST_SEGMENT + 1;
    }

    private void begin(int packetEvent, int packetTimestamp) {
        pressed = true;
        event = packetEvent;
        timestamp = packetTimestamp;
        ticksBefore = 0;
        ticks = 0;
    }

    /** Time passes; to be called with packets that are no events. */
    public @Nullable KeyPress idle(long now) {
        return pressed && now - lastNanos > LOST_AFTER_NANOS ? told() : null;
    }

    /** The stream is over, or its numbers begin anew. */
    public @Nullable KeyPress reset() {
        KeyPress last = pressed ? told() : null;
        toldAny = false;
        return last;
    }

    private KeyPress told() {
        pressed = false;
        toldAny = true;
        toldTimestamp = timestamp;
        return new KeyPress(TelephoneEvent.digitOf(event), volume, ticksBefore + ticks);
    }

    /**
     * A key was pressed and let go.
     *
     * @param digit {@code 0-9 * # A-D}
     * @param volume 0 to 63: the tone's level is that many dB below 0 dBm0
     * @param ticks how long, on the stream's clock
     */
    public record KeyPress(char digit, int volume, long ticks) {}
}
