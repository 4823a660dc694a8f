package io.tapedeck.capture.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.encode.SpeechCodec;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parameters of a codec come to. */
class EncodingsTest {

    @ParameterizedTest
    @CsvSource({
        "OPUS,48000,20,20",
        "OPUS,48000,30,20",
        "OPUS,48000,60,60",
        "OPUS,48000,10,20",
        "G723,8000,20,30",
        "G723,8000,60,60",
        "AMR,8000,40,40",
        "SPEEX,16000,30,20",
        "G722,8000,30,30",
        "PCMA,8000,10,10",
        "G729,8000,20,20",
        "G729,8000,35,30",
        "G729,8000,5,10",
        "GSM,8000,20,20",
        "GSM,8000,60,60",
        "ILBC,8000,20,30",
        "ILBC,8000,60,60"
    })
    void a_packet_has_as_many_whole_frames_as_the_party_wants(String encoding, int rate, int wanted, int got) {
        assertThat(Encodings.of(format(encoding, rate, ""), Duration.ofMillis(wanted))
                        .orElseThrow()
                        .packetTime())
                .hasMillis(got);
    }

    @ParameterizedTest
    @CsvSource({"GSM,11025", "G729,16000", "ILBC,16000", "EVS,16000", "SPEEX,11025", "PCMU,16000", "L16,192000"})
    void what_has_no_encoder_has_none(String encoding, int rate) {
        assertThat(Encodings.of(format(encoding, rate, ""), Duration.ofMillis(20)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=20|ILBC_20|40",
                "Mode = 20|ILBC_20|40",
                "mode=30|ILBC_30|30",
                "mode=25|ILBC_30|30",
                "|ILBC_30|30"
            })
    void ilbc_has_the_frames_that_the_party_says(String parameters, SpeechCodec codec, int millis) {
        String written = parameters == null ? "" : parameters;

        Encoding encoding = Encodings.of(format("ILBC", 8_000, written), Duration.ofMillis(50))
                .orElseThrow();

        assertThat(encoding.codec()).isEqualTo(codec);
        assertThat(encoding.packetTime()).hasMillis(millis);
        assertThat(encoding.packing().payloads(new byte[codec.frameBytes() * 4]).getFirst())
                .hasSize(codec.frameBytes() * (int) encoding.packetTime().dividedBy(codec.frame()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AMR| |12200",
                "AMR|mode-set=0,2,4|7400",
                "AMR|mode-set = 7; octet-align=1|12200",
                "AMR-WB|mode-set=0,1,2|12650",
                "AMR-WB|octet-align=1|23850",
                "AMR|mode-set=7,8,99|12200"
            })
    void the_best_mode_that_was_agreed_is_used(String encoding, String parameters, int bitsPerSecond) {
        String written = parameters == null ? "" : parameters;

        assertThat(Amr.of(format(encoding, 8_000, written)).orElseThrow().bitsPerSecond())
                .isEqualTo(bitsPerSecond);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|32000",
                "useinbandfec=1; maxaveragebitrate=20000|20000",
                "MaxAverageBitrate = 16000|16000",
                "maxaveragebitrate=510000|32000",
                "maxaveragebitrate=1|6000",
                "maxaveragebitrate=-5|32000",
                "maxaveragebitrate=99999999999|32000"
            })
    void opus_has_no_more_bits_than_the_party_takes(String parameters, int bitsPerSecond) {
        String written = parameters == null ? "" : parameters;

        assertThat(Encodings.opusBitsPerSecond(format("OPUS", 48_000, written))).isEqualTo(bitsPerSecond);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"crc=1", "interleaving=2", "robust-sorting=1", "mode-set=9", "mode-set="})
    void amr_as_hardly_anybody_agrees_to_it_is_not_made(String parameters) {
        assertThat(Amr.of(format("AMR", 8_000, parameters))).isEmpty();
    }

    @Test
    void a_packet_of_ogg_may_span_segments_and_pages() {
        byte[] large = filled(600, 3);
        byte[] small = filled(10, 4);
        var ogg = new ByteArrayOutputStream();
        page(ogg, new int[] {1, 2}, filled(1, 1), filled(2, 2)); // the codec's two headers
        page(ogg, new int[] {255, 255}, Arrays.copyOf(large, 510));
        page(ogg, new int[] {90, 10}, Arrays.copyOf(large, 90), small);

        assertThat(OggPackets.sound(ogg.toByteArray())).containsExactly(large, small);
    }

    @Test
    void what_is_no_ogg_or_torn_is_survived() {
        assertThat(OggPackets.sound(new byte[0])).isEmpty();
        assertThat(OggPackets.sound(filled(5_000, 0xFF))).isNotNull();
        var ogg = new ByteArrayOutputStream();
        page(ogg, new int[] {1, 2, 200}, filled(1, 1), filled(2, 2), filled(50, 3));
        for (int length = 0; length <= ogg.size(); length++) {
            List<byte[]> packets = OggPackets.sound(Arrays.copyOf(ogg.toByteArray(), length));
            assertThat(packets).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static void page(ByteArrayOutputStream ogg, int[] segments, byte[]... data) {
        ogg.writeBytes(new byte[] {'O', 'g', 'g', 'S', 0, 0});
        ogg.writeBytes(new byte[8 + 4 + 4 + 4]); // position, serial, number, checksum
        ogg.write(segments.length);
        for (int segment : segments) {
            ogg.write(segment);
        }
        for (byte[] part : data) {
            ogg.writeBytes(part);
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static PayloadFormat format(String encoding, int rate, String parameters) {
        return new PayloadFormat(96, encoding, rate, 1, parameters);
    }
}
