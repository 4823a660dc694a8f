package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceTest {

    private static final int HEAD = 12;
    private static final byte SPEECH = 0x5A;

    @ParameterizedTest
    @CsvSource({"PCMU,-1", "PCMA,-43", "G722,-1", "L16,0"})
    void codecs_of_samples_get_as_much_silence_as_there_was_sound(String encoding, byte silence) {
        byte[] packet = packet(160);

        assertThat(Silence.write(encoding, ByteBuffer.wrap(packet), HEAD, 160)).isEqualTo(160);

        assertThat(Arrays.copyOf(packet, HEAD)).containsOnly(SPEECH);
        assertThat(Arrays.copyOfRange(packet, HEAD, HEAD + 160)).containsOnly(silence);
        assertThat(packet[HEAD + 160]).isEqualTo(SPEECH);
    }

    @Test
    void g711_silence_decodes_to_next_to_nothing() {
        assertThat(G711.decodeALaw(Silence.ofG711(true, 1)[0])).isBetween((short) -8, (short) 8);
        assertThat(G711.decodeMuLaw(Silence.ofG711(false, 1)[0])).isZero();
    }

    @Test
    void opus_becomes_a_frame_of_the_usual_length() {
        byte[] packet = packet(80);

        int length = Silence.write("OPUS", ByteBuffer.wrap(packet), HEAD, 80);

        byte[] silence = Arrays.copyOfRange(packet, HEAD, HEAD + length);
        assertThat(OpusPayload.duration(silence, length)).isEqualTo(OpusPayload.RATE / 50);
        assertThat(packet[HEAD + length]).isEqualTo(SPEECH);
    }

    @Test
    void an_opus_packet_that_is_silent_already_stays() {
        byte[] packet = packet(1);

        assertThat(Silence.write("OPUS", ByteBuffer.wrap(packet), HEAD, 1)).isEqualTo(1);
        assertThat(packet[HEAD]).isEqualTo(SPEECH);
    }

    @ParameterizedTest
    @CsvSource({"G729", "AMR", "H264"})
    void codecs_whose_frames_depend_on_each_other_have_none(String encoding) {
        byte[] packet = packet(20);

        assertThat(Silence.write(encoding, ByteBuffer.wrap(packet), HEAD, 20)).isEqualTo(Silence.UNKNOWN);
        assertThat(packet).containsOnly(SPEECH);
    }

    private static byte[] packet(int payload) {
        byte[] packet = new byte[HEAD + payload + 1];
        Arrays.fill(packet, SPEECH);
        return packet;
    }
}
