package io.tapedeck.capture.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.G711;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcmTest {

    private static final Duration PACKET = Duration.ofMillis(20);
    private static final short LOUD = 16_000;

    @ParameterizedTest
    @CsvSource({
        "PCMU,8000,1,true", "PCMA,8000,1,true", "PCMU,16000,1,false", "L16,44100,2,true", "L16,8000,1,true",
        "L16,96000,1,false", "L16,1,1,false", "L16,48000,9,false", "G722,8000,1,false", "OPUS,48000,2,false"
    })
    void only_what_needs_no_encoder_is_taken(String encoding, int rate, int channels, boolean taken) {
        assertThat(Pcm.encodes(format(encoding, rate, channels))).isEqualTo(taken);
    }

    @Test
    void g711_has_a_byte_a_sample() {
        List<byte[]> frames = Pcm.encode(new short[] {LOUD, -LOUD}, format("PCMU", 8_000, 1), PACKET);

        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst()).hasSize(160).startsWith(G711.encodeMuLaw(LOUD), G711.encodeMuLaw((short) -LOUD));
    }

    @Test
    void the_last_packet_is_filled_with_silence() {
        List<byte[]> frames = Pcm.encode(new short[161], format("PCMA", 8_000, 1), PACKET);

        assertThat(frames).hasSize(2);
        assertThat(frames.getLast()).hasSize(160).containsOnly(G711.encodeALaw((short) 0));
    }

    @Test
    void linear_samples_come_in_network_order_once_for_each_channel() {
        List<byte[]> frames = Pcm.encode(new short[] {0x1234, -2}, format("L16", 44_100, 2), PACKET);

        assertThat(frames.getFirst()).hasSize(882 * 4).startsWith(0x12, 0x34, 0x12, 0x34, 0xFF, 0xFE, 0xFF, 0xFE);
    }

    @Test
    void samples_and_bytes_are_the_same_thing() {
        short[] samples = {1, -1, Short.MAX_VALUE, Short.MIN_VALUE};

        assertThat(Pcm.bytes(samples)).startsWith(1, 0, 0xFF, 0xFF);
        assertThat(Pcm.samples(Pcm.bytes(samples))).containsExactly(samples);
    }

    @Test
    void no_samples_are_no_packets() {
        assertThat(Pcm.encode(new short[0], format("PCMA", 8_000, 1), PACKET)).isEmpty();
    }

    private static PayloadFormat format(String encoding, int rate, int channels) {
        return new PayloadFormat(96, encoding, rate, channels, "");
    }
}
