package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The keys of one source. An event is repeated until it ends, always with the timestamp of its beginning. One thread. */
final class Keys {

    private final Side side;
    private final TimelineTally tally;
    private boolean pressed;
    private int timestamp;
    private int number;

    Keys(Side side, TimelineTally tally) {
        this.side = side;
        this.tally = tally;
    }

    /** @param positionTicks of the event's beginning */
    void accept(MediaPacket packet, long positionTicks, int hertz) {
        TelephoneEvent event = TelephoneEvent.parse(ByteBuffer.wrap(packet.payload, 0, packet.length))
                .filter(TelephoneEvent::isKey)
                .orElse(null);
        if (event == null) {
            return;
        }
        Duration length = duration(event.durationTicks(), hertz);
        if (!pressed || timestamp != packet.timestamp) {
            pressed = true;
            timestamp = packet.timestamp;
            number = tally.addKey(new KeyPress(side, event.digit(), duration(positionTicks, hertz), length));
        } else {
            tally.lengthen(number, length);
        }
    }

    private static Duration duration(long ticks, int hertz) {
        return Duration.ofNanos(Math.round(ticks * 1e9 / hertz));
    }
}
