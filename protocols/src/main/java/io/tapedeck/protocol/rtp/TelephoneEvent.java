package io.tapedeck.protocol.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A key press or line signal sent as an event (RFC 4733, 2.3). The same event is repeated with growing duration, and its end three
 * times; all of these carry the RTP timestamp of its beginning.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     event     |E|R| volume    |          duration             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param event 0 to 255; 0 to 15 are the keys {@code 0-9 * # A-D}, 16 the hook flash
 * @param volume 0 to 63: the tone's level is that many dB below 0 dBm0
 * @param durationTicks 0 to 65,535 ticks of the stream's clock since the event began
 */
public record TelephoneEvent(int event, boolean end, int volume, int durationTicks) {

    /** Bytes on the wire. */
    public static final int LENGTH = 4;

    private static final String KEYS = "0123456789*#ABCD";
    /** The highest event that is a key. */
    static final int LAST_KEY = KEYS.length() - 1;

    private static final char NO_KEY = '?';

    public TelephoneEvent {
        if (event < 0 || event > 0xFF || volume < 0 || volume > 0x3F || durationTicks < 0 || durationTicks > 0xFFFF) {
            throw new IllegalArgumentException(
                    "event " + event + ", volume " + volume + ", duration " + durationTicks + " out of range");
        }
    }

    /** Reads the first event at the buffer's position, which stays; empty when fewer than four bytes are left. */
    public static Optional<TelephoneEvent> parse(ByteBuffer payload) {
        if (payload.remaining() < LENGTH) {
            return Optional.empty();
        }
        int at = payload.position();
        int flags = payload.get(at + 1);
        return Optional.of(new TelephoneEvent(
                payload.get(at) & 0xFF, (flags & 0x80) != 0, flags & 0x3F, RtpPackets.unsignedShort(payload, at + 2)));
    }

    /** Writes the event at the buffer's position. */
    public void write(ByteBuffer out) {
        out.put((byte) event);
        out.put((byte) (end ? volume | 0x80 : volume));
        RtpPackets.putShort(out, durationTicks);
    }

    /** Whether this is one of the sixteen keys. */
    public boolean isKey() {
        return event < KEYS.length();
    }

    /** The key as people write it: {@code 0-9 * # A-D}; {@code ?} for events that are none. */
    public char digit() {
        return digitOf(event);
    }

    static char digitOf(int event) {
        return event < KEYS.length() ? KEYS.charAt(event) : NO_KEY;
    }

    /** The event of a key, upper or lower case; -1 when there is no such key. */
    public static int eventOf(char digit) {
        return KEYS.indexOf(Character.toUpperCase(digit));
    }
}
