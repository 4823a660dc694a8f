package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.KeySounds;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets of sound in, keys out. */
class InbandKeysTest {

    private static final int EVENTS = 101;
    private static final int COMFORT_NOISE = 13;
    private static final int G722 = 9;
    private static final byte SILENCE = (byte) 0xD5;

    private final StringBuilder told = new StringBuilder();
    private final InbandKeys keys = new InbandKeys((press, hertz) -> {
        assertThat(hertz).isEqualTo(8_000);
        told.append(press.digit());
    });
    private final KeySounds sounds = new KeySounds(7);
    private final RtpPacketView view = new RtpPacketView();

    @BeforeEach
    void agree() {
        keys.agree(List.of(
                new PayloadFormat(KeySounds.PCMA, "PCMA", 8_000, 1, ""),
                new PayloadFormat(G722, "G722", 8_000, 1, ""),
                new PayloadFormat(COMFORT_NOISE, "CN", 8_000, 1, ""),
                new PayloadFormat(EVENTS, "TELEPHONE-EVENT", 8_000, 1, "")));
    }

    @Test
    void a_key_is_told_once_when_it_ends() {
        hear(sounds.key('3', 10));
        assertThat(told).isEmpty();

        hear(sounds.silence(2));

        assertThat(told).hasToString("3");
    }

    @Test
    void lost_and_late_packets_do_not_make_two_of_one_key() {
        List<byte[]> key = sounds.key('3', 10);
        List<byte[]> lost = new ArrayList<>(key);
        lost.remove(4);
        Collections.swap(lost, 6, 7);

        hear(lost);
        hear(sounds.silence(3));

        assertThat(told).hasToString("3");
    }

    @Test
    void a_key_ends_with_comfort_noise_and_with_another_source() {
        hear(sounds.key('8', 4));
        hear(List.of(sounds.packet(COMFORT_NOISE, ByteBuffer.allocate(1))));
        hear(sounds.key('9', 4));
        hear(new KeySounds(8).silence(1));

        assertThat(told).hasToString("89");
    }

    @Test
    void a_party_that_sends_events_is_not_told_twice() {
        hear(List.of(sounds.packet(EVENTS, ByteBuffer.allocate(4))));

        hear(sounds.key('8', 4));
        hear(sounds.silence(3));

        assertThat(told).isEmpty();
    }

    @Test
    void a_blocked_key_is_silent_from_its_first_packet_to_its_last_also_late_ones() {
        keys.block(true);
        hear(sounds.silence(3));
        List<byte[]> key = sounds.key('0', 5);
        Collections.swap(key, 2, 3);

        List<byte[]> heard = hear(key);
        hear(sounds.silence(3));

        assertThat(heard).allMatch(InbandKeysTest::isSilent);
        assertThat(told).hasToString("0");
    }

    @Test
    void blocking_leaves_other_sound_as_it_is() {
        keys.block(true);
        List<byte[]> noise = sounds.noise(50);

        assertThat(KeySounds.heard(hear(noise))).isEqualTo(KeySounds.heard(noise));
    }

    /** {@code keys.g722}: the sixteen keys, 60 ms each and 60 ms between, encoded with FFmpeg. */
    @Test
    void keys_are_heard_and_masked_in_g722() throws IOException {
        keys.block(true);
        byte[] encoded;
        try (InputStream in = InbandKeysTest.class.getResourceAsStream("/g722/keys.g722")) {
            encoded = Objects.requireNonNull(in).readAllBytes();
        }

        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at < encoded.length; at += 160) {
            packets.add(sounds.packet(G722, ByteBuffer.wrap(encoded, at, 160)));
        }
        List<byte[]> heard = hear(packets);

        assertThat(told).hasToString("123A456B789C*0#D");
        for (int i = 0; i < heard.size(); i++) {
            boolean silent = heard.get(i)[100] == (byte) 0xFF;
            assertThat(silent || i % 6 >= 3).as("packet %d", i).isTrue();
        }
    }

    @Test
    void a_packet_allocates_nothing() {
        byte[] packet = sounds.noise(1).getFirst();
        ByteBuffer memory = ByteBuffer.allocateDirect(packet.length).put(0, packet);
        keys.block(true);
        for (int i = 0; i < 20_000; i++) {
            listen(memory, i);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 10_000; i++) {
            listen(memory, i);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private void listen(ByteBuffer memory, int sequence) {
        memory.putShort(2, (short) sequence);
        boolean _ = view.wrap(memory, 0, memory.capacity());
        keys.hear(view, memory);
    }

    /** @return what is left of them */
    private List<byte[]> hear(List<byte[]> packets) {
        List<byte[]> heard = new ArrayList<>();
        for (byte[] packet : packets) {
            byte[] copy = packet.clone();
            ByteBuffer memory = ByteBuffer.wrap(copy);
            assertThat(view.wrap(memory)).isTrue();
            keys.hear(view, memory);
            heard.add(copy);
        }
        return heard;
    }

    private static boolean isSilent(byte[] packet) {
        byte[] payload = Arrays.copyOfRange(packet, 12, packet.length);
        byte[] silence = new byte[payload.length];
        Arrays.fill(silence, SILENCE);
        return Arrays.equals(payload, silence);
    }
}
