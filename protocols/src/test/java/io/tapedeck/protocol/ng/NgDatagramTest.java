package io.tapedeck.protocol.ng;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgDatagramTest {

    @Test
    void splits_cookie_and_dictionary() {
        NgDatagram datagram = split("5827_1 d7:command4:pinge").orElseThrow();

        assertThat(datagram.cookie()).isEqualTo("5827_1");
        assertThat(datagram.body()).isEqualTo("d7:command4:pinge".getBytes(StandardCharsets.US_ASCII));
        assertThat(datagram.isJson()).isFalse();
        assertThat(datagram.toBytes()).isEqualTo("5827_1 d7:command4:pinge".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void tells_json() {
        assertThat(split("j1 {\"command\":\"ping\"}"))
                .hasValueSatisfying(datagram -> assertThat(datagram.isJson()).isTrue());
    }

    @Test
    void a_cookie_without_a_dictionary_can_still_be_answered() {
        assertThat(split("ck1 "))
                .hasValueSatisfying(datagram -> assertThat(datagram.body()).isEmpty());
    }

    @Test
    void a_cookie_of_any_bytes_is_repeated_as_it_came() {
        byte[] bytes = {(byte) 0xFF, 0, (byte) 0x80, ' ', 'd', 'e'};

        NgDatagram datagram = NgDatagram.split(ByteBuffer.wrap(bytes)).orElseThrow();

        assertThat(datagram.toBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " d7:command4:pinge", "d7:command4:pinge"})
    void without_a_cookie_there_is_nobody_to_answer(String text) {
        assertThat(split(text)).isEmpty();
    }

    @Test
    void a_cookie_has_a_bound() {
        assertThat(split("c".repeat(255) + " de")).isPresent();
        assertThat(split("c".repeat(256) + " de")).isEmpty();
    }

    private static Optional<NgDatagram> split(String text) {
        return NgDatagram.split(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
