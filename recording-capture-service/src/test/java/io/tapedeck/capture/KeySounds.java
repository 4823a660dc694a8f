package io.tapedeck.capture;

import io.tapedeck.protocol.codec.G711;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.audio.AudioSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keys as tones and the silence between them, in RTP packets of 20 ms A-law that follow on each other. */
public final class KeySounds {

    public static final int PCMA = 8;
    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1_209, 1_336, 1_477, 1_633};
    private static final double PEAK = 0.2;
    private static final int SAMPLES = 160;

    private final int ssrc;
    private int sequence = 500;

    public KeySounds(int ssrc) {
        this.ssrc = ssrc;
    }

    /** The lower tone of a key. */
    public static double row(char key) {
        return ROWS[KEYS.indexOf(key) / 4];
    }

    public List<byte[]> key(char key, int packets) {
        short[] low = AudioSource.tone(row(key), PEAK).first(20 * packets);
        short[] high = AudioSource.tone(COLUMNS[KEYS.indexOf(key) % 4], PEAK).first(20 * packets);
        for (int i = 0; i < low.length; i++) {
            low[i] += high[i];
        }
        return packets(low);
    }

    public List<byte[]> silence(int packets) {
        return packets(new short[SAMPLES * packets]);
    }

    /** A sound that is no key. */
    public List<byte[]> noise(int packets) {
        return packets(AudioSource.noise(sequence).first(20 * packets));
    }

    private List<byte[]> packets(short[] sound) {
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at < sound.length; at += SAMPLES) {
            ByteBuffer payload = ByteBuffer.allocate(SAMPLES);
            for (int i = 0; i < SAMPLES; i++) {
                payload.put(G711.encodeALaw(sound[at + i]));
            }
            packets.add(packet(PCMA, payload.flip()));
        }
        return packets;
    }

    /** The next packet, of any kind. */
    public byte[] packet(int payloadType, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.remaining());
        RtpPackets.write(out, payloadType, false, sequence & 0xFFFF, SAMPLES * sequence, ssrc, payload);
        sequence++;
        return out.array();
    }

    /** The sound of such packets. */
    public static short[] heard(List<byte[]> packets) {
        short[] sound = new short[SAMPLES * packets.size()];
        for (int i = 0; i < packets.size(); i++) {
            G711.decodeALaw(packets.get(i), RtpPackets.HEADER_LENGTH, SAMPLES, sound, SAMPLES * i);
        }
        return sound;
    }
}
