package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Restrictions;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.Silence;
import io.tapedeck.protocol.rtp.KeyPressTracker;
import io.tapedeck.protocol.rtp.KeyPressTracker.KeyPress;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on an audio port: its newest packet, pressed keys, and what of it nobody may hear. For a call without
 * gates a packet costs two comparisons. Loop thread only.
 */
final class Inflow {

    /** Nobody gets the packet. */
    static final int WITHHELD = -1;

    private static final int PAYLOAD_TYPES = 128;
    private static final String EVENTS = "TELEPHONE-EVENT";

    private final @Nullable PayloadFormat[] formats = new PayloadFormat[PAYLOAD_TYPES];
    /** A bit for each payload type that carries keys, in two words: asked for every packet. */
    private long lowEvents;

    private long highEvents;
    private final KeyPressTracker keys = new KeyPressTracker();
    /** Before the first one the tracker has nothing to tell. */
    private boolean keysCame;

    private final Listener listener;
    private Restrictions restrictions = Restrictions.NONE;
    private boolean unrestricted = true;

    private boolean begun;
    private int ssrc;
    private int sequence;
    private int timestamp;
    private int payloadType;
    private long nanos;

    Inflow(Listener listener) {
        this.listener = listener;
    }

    void agree(List<PayloadFormat> payloads) {
        Arrays.fill(formats, null);
        lowEvents = 0;
        highEvents = 0;
        for (PayloadFormat format : payloads) {
            formats[format.payloadType()] = format;
            if (format.encoding().equals(EVENTS)) {
                carriesKeys(format.payloadType());
            }
        }
    }

    private void carriesKeys(int type) {
        if (type < Long.SIZE) {
            lowEvents |= 1L << type;
        } else {
            highEvents |= 1L << type;
        }
    }

    boolean isEvent(int type) {
        return ((type < Long.SIZE ? lowEvents : highEvents) >>> type & 1) != 0; // shifts count modulo 64
    }

    void restrict(Restrictions wanted) {
        restrictions = wanted;
        unrestricted = wanted.isNone();
    }

    /**
     * Looks at an RTP packet that the port believes. Where only its sound must not pass, it is made silent where it
     * lies: neither the other party nor the recording is to have it.
     *
     * @return the length of what passes, or {@link #WITHHELD}
     */
    int pass(RtpPacketView packet, ByteBuffer memory, int length, long now) {
        listen(packet, memory, now);
        int type = packet.payloadType();
        return unrestricted ? length : restricted(packet, memory, type, isEvent(type), length);
    }

    /** The same for a packet that has passed already. */
    void listen(RtpPacketView packet, ByteBuffer memory, long now) {
        int type = packet.payloadType();
        remember(packet, type, now);
        boolean event = isEvent(type);
        if (event || keysCame) {
            keysCame = true;
            notice(event ? pressed(packet, memory, now) : keys.idle(now));
        }
    }

    /** Whether nobody may get a packet of this type as it is, and nothing in it can be changed: it is encrypted. */
    boolean withholds(int payloadType) {
        return !unrestricted
                && (restrictions.media() || restrictions.sound() || restrictions.digits() && isEvent(payloadType));
    }

    private void remember(RtpPacketView packet, int type, long now) {
        if (packet.ssrc() != ssrc) {
            notice(keys.reset());
        } else if (begun && (short) (packet.sequenceNumber() - sequence) <= 0) {
            return;
        }
        begun = true;
        ssrc = packet.ssrc();
        sequence = packet.sequenceNumber();
        nanos = now;
        if (!isEvent(type)) { // an event has the time of its beginning
            timestamp = packet.timestamp();
            payloadType = type;
        }
    }

    private @Nullable KeyPress pressed(RtpPacketView packet, ByteBuffer memory, long now) {
        return keys.event(memory, packet.payloadOffset(), packet.payloadLength(), packet.timestamp(), now);
    }

    private void notice(@Nullable KeyPress press) {
        if (press != null) {
            listener.pressed(press, clockHertz());
        }
    }

    private int restricted(RtpPacketView packet, ByteBuffer memory, int type, boolean event, int length) {
        if (restrictions.media() || (event && (restrictions.digits() || restrictions.sound()))) {
            return WITHHELD;
        }
        if (!restrictions.sound()) {
            return length;
        }
        PayloadFormat format = formats[type];
        int silent = format == null
                ? Silence.UNKNOWN
                : Silence.write(format.encoding(), memory, packet.payloadOffset(), packet.payloadLength());
        return silent == Silence.UNKNOWN ? WITHHELD : length - packet.payloadLength() + silent;
    }

    boolean isRestricted() {
        return !unrestricted;
    }

    boolean hasBegun() {
        return begun;
    }

    int ssrc() {
        return ssrc;
    }

    int sequence() {
        return sequence;
    }

    int timestamp() {
        return timestamp;
    }

    int payloadType() {
        return payloadType;
    }

    long nanos() {
        return nanos;
    }

    int clockHertz() {
        PayloadFormat format = formats[payloadType];
        return format == null ? 8_000 : format.clockRateHertz();
    }

    /** Who is told about keys. */
    @FunctionalInterface
    interface Listener {
        void pressed(KeyPress press, int clockHertz);
    }
}
