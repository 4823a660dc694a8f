package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WavAudioTest {

    private static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int MP3 = 0x55;

    @Test
    void linear_samples_are_read_as_they_are() {
        WavAudio wav = parsed(wav(PCM, 1, 44_100, 16, 0x01, 0x00, 0xFF, 0x7F, 0x00, 0x80));

        assertThat(wav.sampleRateHertz()).isEqualTo(44_100);
        assertThat(wav.samples()).containsExactly((short) 1, Short.MAX_VALUE, Short.MIN_VALUE);
    }

    @Test
    void two_channels_are_mixed_into_one() {
        WavAudio wav = parsed(wav(PCM, 2, 8_000, 16, 0x10, 0x00, 0x20, 0x00, 0xFF, 0x7F, 0xFF, 0x7F));

        assertThat(wav.samples()).containsExactly((short) 0x18, Short.MAX_VALUE);
    }

    @Test
    void g711_is_decoded() {
        assertThat(parsed(wav(A_LAW, 1, 8_000, 8, 0xD5)).samples()).containsExactly(G711.decodeALaw((byte) 0xD5));
        assertThat(parsed(wav(MU_LAW, 1, 8_000, 8, 0x80)).samples()).containsExactly(G711.decodeMuLaw((byte) 0x80));
    }

    @Test
    void chunks_between_are_passed_over_and_an_odd_one_is_padded() {
        byte[] plain = wav(PCM, 1, 8_000, 16, 0x07, 0x00);
        byte[] list = {'L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0};
        ByteBuffer file = ByteBuffer.allocate(plain.length + list.length);
        file.put(plain, 0, 36).put(list).put(plain, 36, plain.length - 36);

        assertThat(parsed(file.array()).samples()).containsExactly((short) 7);
    }

    @Test
    void of_a_stream_the_size_is_unknown_and_what_there_is_counts() {
        byte[] file = wav(PCM, 1, 8_000, 16, 0x07, 0x00);
        Arrays.fill(file, 40, 44, (byte) 0xFF);

        assertThat(parsed(file).samples()).containsExactly((short) 7);
    }

    @Test
    void what_is_compressed_torn_or_nonsense_is_no_sound() {
        assertThat(WavAudio.parse(wav(MP3, 1, 8_000, 16, 1, 2))).isEmpty();
        assertThat(WavAudio.parse(wav(PCM, 1, 8_000, 24, 1, 2, 3))).isEmpty();
        assertThat(WavAudio.parse(wav(PCM, 0, 8_000, 16, 1, 2))).isEmpty();
        assertThat(WavAudio.parse(wav(PCM, 1, 0, 16, 1, 2))).isEmpty();
        assertThat(WavAudio.parse(wav(PCM, 1, 1_000_000, 16, 1, 2))).isEmpty();
        assertThat(WavAudio.parse(new byte[0])).isEmpty();
        byte[] file = wav(PCM, 1, 8_000, 16, 1, 2);
        for (int length = 0; length < 44; length++) {
            assertThat(WavAudio.parse(Arrays.copyOf(file, length)).filter(wav -> wav.samples().length > 0))
                    .isEmpty();
        }
    }

    @Test
    void whatever_bytes_come_nothing_is_thrown() {
        var random = new Random(20_300_107);
        for (int i = 0; i < 5_000; i++) {
            byte[] file = wav(PCM, 1, 8_000, 16, new int[random.nextInt(64)]);
            for (int change = 0; change < 4; change++) {
                file[12 + random.nextInt(file.length - 12)] = (byte) random.nextInt();
            }
            Optional<WavAudio> read = WavAudio.parse(file);

            assertThat(read.map(wav -> wav.samples().length).orElse(0)).isLessThanOrEqualTo(file.length);
        }
    }

    private static WavAudio parsed(byte[] file) {
        return WavAudio.parse(file).orElseThrow();
    }

    private static byte[] wav(int format, int channels, int rate, int bits, int... data) {
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(36 + data.length).put(ascii("WAVE"));
        file.put(ascii("fmt ")).putInt(16).putShort((short) format).putShort((short) channels);
        file.putInt(rate).putInt(rate * channels * bits / 8);
        file.putShort((short) (channels * bits / 8)).putShort((short) bits);
        file.put(ascii("data")).putInt(data.length);
        for (int value : data) {
            file.put((byte) value);
        }
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
