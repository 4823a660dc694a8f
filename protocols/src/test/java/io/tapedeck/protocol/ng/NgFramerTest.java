package io.tapedeck.protocol.ng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgFramerTest {

    private static final String TWO =
            "1_1 d7:command4:ping4:listl1:ai-42eee1_2 {\"sdp\":\"}\\\"{\",\"x\":[1,{\"y\":\"\\\\\"}]}";

    private final NgFramer framer = new NgFramer(1_000);

    @Test
    void messages_follow_on_each_other_without_a_gap() throws NgException {
        assertThat(read(TWO))
                .containsExactly(
                        "1_1|d7:command4:ping4:listl1:ai-42eee", "1_2|{\"sdp\":\"}\\\"{\",\"x\":[1,{\"y\":\"\\\\\"}]}");
        assertThat(framer.isBetweenMessages()).isTrue();
    }

    @Test
    void they_may_come_byte_by_byte() throws NgException {
        List<String> messages = new ArrayList<>();
        for (char c : TWO.toCharArray()) {
            messages.addAll(read(String.valueOf(c)));
        }

        assertThat(messages).hasSize(2);
        assertThat(messages.getLast()).startsWith("1_2|{").endsWith("]}");
    }

    @Test
    void line_ends_between_messages_are_passed_over() throws NgException {
        assertThat(read("a d7:command4:pinge\r\nb d7:command4:pinge\n")).hasSize(2);
        assertThat(framer.isBetweenMessages()).isTrue();
    }

    @Test
    void a_string_may_hold_anything() throws NgException {
        assertThat(read("a d3:sdp9:e d1:x {}ee")).containsExactly("a|d3:sdp9:e d1:x {}e");
    }

    @Test
    void the_cookie_of_a_broken_message_is_known() {
        assertThatThrownBy(() -> read("ck xyz")).isInstanceOf(NgException.class);
        assertThat(framer.cookie()).isEqualTo("ck");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " d7:command4:pinge",
                "a x",
                "a d99999999999999999999999:",
                "a d2000:x",
                "a d-1:x",
                "a di11111111111111111111111111111e",
                "a dlllllllllllllllllllllllllllllllllllllllll",
                "a {\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void what_is_no_message_ends_the_stream(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(NgException.class);
    }

    @Test
    void a_message_is_bounded_also_when_it_never_ends() {
        assertThatThrownBy(() -> read("a {\"x\":\"" + "y".repeat(1_000))).isInstanceOf(NgException.class);
    }

    private List<String> read(String text) throws NgException {
        framer.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        List<String> messages = new ArrayList<>();
        for (Optional<NgDatagram> next = framer.next(); next.isPresent(); next = framer.next()) {
            messages.add(next.get().cookie() + "|" + new String(next.get().body(), StandardCharsets.UTF_8));
        }
        return messages;
    }
}
