package io.tapedeck.conversion.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tapedeck.conversion.opus.OpusDecoder;
import io.tapedeck.conversion.opus.SystemOpus;
import io.tapedeck.conversion.timeline.AudioDecoder;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bundled libopus and the system's do the same. */
class OpusDecodersTest {

    /** SILK, 20 ms, wide band, mono, one frame (RFC 6716, 3.1). */
    private static final byte WIDE_BAND = 9 << 3;

    private final AudioDecoder system = systemOpus();
    private final AudioDecoder bundled = Objects.requireNonNull(FfmpegDecoders.bundledOpus());

    @Test
    void packets_of_any_content_give_the_same_number_of_samples_and_almost_the_same_sound() {
        assumeThat(system).isNotNull();
        var random = new Random(7);
        long difference = 0;
        long level = 0;
        try (system;
                bundled) {
            for (int i = 0; i < 500; i++) {
                byte[] packet = packet(random);
                short[] one = new short[6_000];
                short[] other = new short[6_000];

                int made = system.decode(packet, packet.length, one);

                assertThat(bundled.decode(packet, packet.length, other))
                        .isEqualTo(made)
                        .isEqualTo(960);
                for (int k = 0; k < made; k++) {
                    difference += Math.abs(one[k] - other[k]);
                    level += Math.abs(other[k]);
                }
            }
        }
        assertThat(difference).isLessThan(level / 20);
    }

    @Test
    void a_loss_is_concealed_for_a_while_and_then_silent() {
        assumeThat(system).isNotNull();
        short[] samples = new short[6_000];
        byte[] packet = packet(new Random(3));
        try (system;
                bundled) {
            system.decode(packet, packet.length, samples);

            assertThat(system.fill(true, 4_800, 0, samples)).isEqualTo(960);
            assertThat(system.fill(true, 4_800, 2_880, samples)).isZero();
        }
    }

    private static byte[] packet(Random random) {
        byte[] packet = new byte[40];
        random.nextBytes(packet);
        packet[0] = WIDE_BAND;
        return packet;
    }

    private static AudioDecoder systemOpus() {
        SystemOpus engine = SystemOpus.open(48_000);
        return engine == null ? null : new OpusDecoder(engine);
    }
}
