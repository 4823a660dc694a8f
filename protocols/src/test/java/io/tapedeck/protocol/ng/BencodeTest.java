package io.tapedeck.protocol.ng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {

    /** As a controller sends it. */
    private static final String OFFER =
            "d7:call-id11:demo-1@host8:from-tag2:fA7:command5:offer3:sdp5:v=0\r\n3:ICE6:remove"
                    + "7:replacel6:origin18:session-connectione5:flagsl11:record-call7:pausinge5:label6:caller5:limiti-10ee";

    @Test
    void reads_an_offer() throws NgException {
        var offer = (NgDictionary) decode(OFFER);

        assertThat(offer.text("command")).contains("offer");
        assertThat(offer.text("sdp")).contains("v=0\r\n");
        assertThat(offer.texts("replace")).containsExactly("origin", "session-connection");
        assertThat(offer.list("replace")).hasSize(2);
        assertThat(offer.texts("label")).containsExactly("caller");
        assertThat(offer.integer("limit")).hasValue(-10);
        assertThat(offer.text("limit")).contains("-10");
        assertThat(offer.integer("label")).isEmpty();
        assertThat(offer.flag("record call")).isTrue();
        assertThat(offer.flag("record-call")).isTrue();
        assertThat(offer.flag("trust address")).isFalse();
        assertThat(offer.text("nothing")).isEmpty();
        assertThat(offer.list("nothing")).isEmpty();
        assertThat(offer.dictionary("command")).isEmpty();
    }

    @Test
    void gives_back_the_bytes_it_read() throws NgException {
        assertThat(new String(Bencode.encode(decode(OFFER)), StandardCharsets.UTF_8))
                .isEqualTo(OFFER);
    }

    @Test
    void a_key_may_say_yes_in_several_words() throws NgException {
        for (String yes : List.of("yes", "on", "true", "1")) {
            var dictionary = NgDictionary.empty().with("record call", yes);

            assertThat(dictionary.flag("record call")).isTrue();
        }
        assertThat(NgDictionary.empty().with("record call", "no").flag("record call"))
                .isFalse();
        assertThat(NgDictionary.empty().with("all", 1).flag("all")).isTrue();
    }

    @Test
    void values_nest() throws NgException {
        var value = new NgDictionary(Map.of(
                "tapedeck",
                NgDictionary.empty()
                        .with("orders", "[]")
                        .with("n", Long.MIN_VALUE)
                        .with("nothing", (NgValue) null)));

        assertThat(decode(Bencode.encode(value))).isEqualTo(value);
        assertThat(value.dictionary("tapedeck"))
                .hasValueSatisfying(inner -> assertThat(inner.entries()).hasSize(2));
    }

    @Test
    void any_bytes_survive_as_text() throws NgException {
        var random = new SplittableRandom(2223);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);

            assertThat(throughText(bytes)).isEqualTo(bytes);
        }
    }

    @Test
    void escapes_and_what_looks_like_one_survive_as_text() throws NgException {
        byte[] latin1 = "Müller".getBytes(StandardCharsets.ISO_8859_1);
        byte[] privateUse = "\uF780\uF7FFa\uD83D\uDE00\uE000".getBytes(StandardCharsets.UTF_8);

        assertThat(throughText(latin1)).isEqualTo(latin1);
        assertThat(throughText(privateUse)).isEqualTo(privateUse);
        assertThat(decode("7:M\u00FCller")).isEqualTo(new NgString("Müller"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "d",
                "l",
                "i",
                "ie",
                "i-e",
                "i1",
                "i+1e",
                "i1.5e",
                "i99999999999999999999e",
                "i9223372036854775808e",
                "5",
                "5:",
                "5:four",
                "-1:a",
                "9223372036854775807:a",
                "99999999999999999999999999:a",
                "2147483648:a",
                "4294967297:a",
                ":",
                "e",
                "x",
                "d1:ae",
                "di1e1:ae",
                "d1:a1:b",
                "l1:a",
                "1:ab",
                "dee",
            })
    void refuses_what_is_not_one_value(String text) {
        assertThatExceptionOfType(NgException.class).isThrownBy(() -> decode(text));
    }

    @Test
    void refuses_bombs_of_depth() {
        assertThatExceptionOfType(NgException.class)
                .isThrownBy(() -> decode("l".repeat(60_000)))
                .withMessageContaining("deeper");
        assertThatExceptionOfType(NgException.class)
                .isThrownBy(() -> decode("d1:a".repeat(15_000)))
                .withMessageContaining("deeper");
    }

    @Test
    void refuses_bombs_of_number() {
        assertThatExceptionOfType(NgException.class)
                .isThrownBy(() -> decode("l" + "le".repeat(30_000) + "e"))
                .withMessageContaining("values");
    }

    @Test
    void depth_is_allowed_up_to_the_bound() throws NgException {
        NgValue value = decode("l".repeat(33) + "e".repeat(33));

        assertThat(value).isInstanceOf(NgList.class);
        assertThatExceptionOfType(NgException.class).isThrownBy(() -> decode("l".repeat(34) + "e".repeat(34)));
    }

    @Test
    void numbers_reach_to_their_ends() throws NgException {
        assertThat(decode("i" + Long.MIN_VALUE + "e")).isEqualTo(new NgInteger(Long.MIN_VALUE));
        assertThat(decode("i" + Long.MAX_VALUE + "e")).isEqualTo(new NgInteger(Long.MAX_VALUE));
    }

    private static byte[] throughText(byte[] bytes) throws NgException {
        var text = (NgString) decode(Bencode.encode(new NgString(NgText.decode(bytes))));
        return NgText.encode(text.value());
    }

    private static NgValue decode(String text) throws NgException {
        return decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static NgValue decode(byte[] bytes) throws NgException {
        return Bencode.decode(ByteBuffer.wrap(bytes));
    }
}
