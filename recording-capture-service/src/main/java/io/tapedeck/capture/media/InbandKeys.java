package io.tapedeck.capture.media;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.DtmfDetector;
import io.tapedeck.protocol.codec.G711;
import io.tapedeck.protocol.codec.G722LowBand;
import io.tapedeck.protocol.codec.Silence;
import io.tapedeck.protocol.rtp.KeyPressTracker.KeyPress;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Keys that one party's sound carries as tones, in G.711 and G.722. Where they must not pass, a packet with what may be
 * one is made silent where it lies, before it is known to be one: waiting for that would cost every packet some time. A
 * party that sends keys as events (RFC 4733) sends them twice when it is heard as well; then its tones are not told.
 * Loop thread only; allocates for a key, not for a packet.
 */
final class InbandKeys {

    private static final int PAYLOAD_TYPES = 128;
    private static final int HERTZ = 8_000;
    private static final String KEYS = "0123456789*#ABCD";
    /** Of packets, where the sound is to be continued. */
    private static final int LONGEST_GAP = 10;

    private final Sound[] sounds = new Sound[PAYLOAD_TYPES];
    private final DtmfDetector detector = new DtmfDetector();
    private final G722LowBand wideband = new G722LowBand();
    private final Inflow.Listener listener;
    private boolean blocked;
    private boolean eventsCome;

    /** Mean of the samples' sizes at -40 dBm0: speech is above it, the noise of a quiet room below. */
    private static final int QUIETEST_SPEECH = 145;
    /** What codecs with discontinuous transmission send while nobody speaks is shorter, in bytes. */
    private static final int SHORTEST_SPEECH = 16;

    private long spokenNanos = System.nanoTime();

    private Sound current = Sound.OTHER;
    private int ssrc;
    private int sequence;
    private boolean suspected;

    InbandKeys(Inflow.Listener listener) {
        this.listener = listener;
        Arrays.fill(sounds, Sound.OTHER);
    }

    void agree(List<PayloadFormat> payloads) {
        Arrays.fill(sounds, Sound.OTHER);
        for (PayloadFormat format : payloads) {
            sounds[format.payloadType()] = Sound.of(format);
        }
    }

    /** When somebody was last heard to speak, by {@link System#nanoTime}; before that, when listening began. */
    long spokenNanos() {
        return spokenNanos;
    }

    /** Whether tones are to pass. */
    void block(boolean wanted) {
        blocked = wanted;
    }

    /** An RTP packet that the port believes; its payload may be silent afterwards. */
    void hear(RtpPacketView packet, ByteBuffer memory) {
        Sound sound = sounds[packet.payloadType()];
        if (sound == Sound.EVENTS) {
            eventsCome = true;
            return;
        }
        if (sound == Sound.OTHER) {
            restart(packet, sound);
            if (packet.payloadLength() > SHORTEST_SPEECH) {
                spokenNanos = System.nanoTime();
            }
            return;
        }
        if (follows(packet, sound)) {
            suspected = listen(packet, memory, sound);
        }
        if (blocked && suspected) {
            int _ = Silence.write(sound.encoding, memory, packet.payloadOffset(), packet.payloadLength());
        }
    }

    /** @return false for what comes too late to be heard */
    private boolean follows(RtpPacketView packet, Sound sound) {
        int step = (short) (packet.sequenceNumber() - sequence);
        if (sound != current || packet.ssrc() != ssrc || Math.abs(step) > LONGEST_GAP) {
            restart(packet, sound);
            return true;
        }
        if (step <= 0) {
            return false;
        }
        if (step > 1) {
            detector.gap((step - 1) * packet.payloadLength());
        }
        sequence = packet.sequenceNumber();
        return true;
    }

    private void restart(RtpPacketView packet, Sound sound) {
        if (detector.reset() != 0) {
            tell();
        }
        wideband.reset();
        current = sound;
        ssrc = packet.ssrc();
        sequence = packet.sequenceNumber();
        suspected = false;
    }

    /** @return whether some of it may be a key */
    private boolean listen(RtpPacketView packet, ByteBuffer memory, Sound sound) {
        int all = 0;
        int loudness = 0;
        int end = packet.payloadOffset() + packet.payloadLength();
        for (int i = packet.payloadOffset(); i < end; i++) {
            short sample = sampleOf(sound, memory.get(i));
            loudness += Math.abs(sample);
            int result = detector.take(sample);
            if ((result & DtmfDetector.ENDED) != 0) {
                tell();
            }
            all |= result;
        }
        if (loudness > QUIETEST_SPEECH * packet.payloadLength()) {
            spokenNanos = System.nanoTime();
        }
        return (all & DtmfDetector.SUSPECTED) != 0;
    }

    private short sampleOf(Sound sound, byte code) {
        return switch (sound) {
            case MU_LAW -> G711.decodeMuLaw(code);
            case A_LAW -> G711.decodeALaw(code);
            case WIDEBAND -> wideband.decode(code);
            case EVENTS, OTHER -> 0;
        };
    }

    private void tell() {
        if (!eventsCome) {
            char key = KEYS.charAt(detector.event());
            listener.pressed(new KeyPress(key, detector.volume(), detector.samples()), HERTZ);
        }
    }

    /** What a payload type carries. */
    private enum Sound {
        MU_LAW("PCMU"),
        A_LAW("PCMA"),
        WIDEBAND("G722"),
        EVENTS("TELEPHONE-EVENT"),
        OTHER("");

        private final String encoding;

        Sound(String encoding) {
            this.encoding = encoding;
        }

        static Sound of(PayloadFormat format) {
            for (Sound sound : values()) {
                if (sound.encoding.equals(format.encoding()) && format.channels() <= 1) {
                    return sound;
                }
            }
            return OTHER;
        }
    }
}
