package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.protocol.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TelephoneEventTest {

    @Test
    void reads_a_key_that_ends() {
        ByteBuffer payload = Bytes.of("""
                0b      // event 11: #
                8a      // end, volume -10 dBm0
                0320    // 800 ticks
                """);

        assertThat(TelephoneEvent.parse(payload)).contains(new TelephoneEvent(11, true, 10, 800));
        assertThat(payload.position()).isZero();
    }

    @Test
    void ignores_the_reserved_bit_and_reads_large_durations() {
        assertThat(TelephoneEvent.parse(Bytes.of("00 7f ffff"))).contains(new TelephoneEvent(0, false, 63, 65_535));
    }

    @Test
    void a_short_payload_is_no_event() {
        assertThat(TelephoneEvent.parse(Bytes.of("0b8a03"))).isEmpty();
        assertThat(TelephoneEvent.parse(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void what_is_written_is_read() {
        for (int event = 0; event < 256; event++) {
            var written = new TelephoneEvent(event, event % 2 == 0, event % 64, event * 257);
            ByteBuffer out = ByteBuffer.allocate(TelephoneEvent.LENGTH);

            written.write(out);

            assertThat(TelephoneEvent.parse(out.flip())).contains(written);
        }
    }

    @Test
    void knows_the_sixteen_keys() {
        var keys = new StringBuilder();
        for (int event = 0; event < 18; event++) {
            keys.append(new TelephoneEvent(event, false, 10, 160).digit());
        }

        assertThat(keys).hasToString("0123456789*#ABCD??");
        assertThat(new TelephoneEvent(16, false, 10, 160).isKey()).isFalse();
    }

    @Test
    void refuses_values_that_do_not_fit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TelephoneEvent(256, false, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TelephoneEvent(0, false, 64, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TelephoneEvent(0, false, 0, 65_536));
    }
}
