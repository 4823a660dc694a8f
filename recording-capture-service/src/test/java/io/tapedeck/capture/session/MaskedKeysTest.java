package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PressedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedKeysTest {

    private static final Instant NINE = Instant.parse("2030-01-07T09:00:00Z");

    private final MaskedKeys keys = new MaskedKeys();

    @Test
    void the_digits_of_a_code_are_covered_with_a_margin_and_what_was_pressed_before_is_not() {
        press(Side.CALLER, "7", 0);
        press(Side.CALLER, "*", 1_000);
        press(Side.CALLER, "4", 1_500);
        press(Side.CALLER, "5", 2_000);

        List<PressedKey> found = keys.mask(Side.CALLER, "*45");

        assertThat(found).extracting(PressedKey::key).containsExactly("5", "4", "*");
        assertThat(keys.spans())
                .contains(new MaskedSpan(Side.CALLER, NINE.plusMillis(900), NINE.plusMillis(1_200)))
                .hasSize(3);
    }

    @Test
    void digits_of_the_other_party_between_those_of_the_code_stay() {
        press(Side.CALLER, "*", 1_000);
        press(Side.CALLEE, "9", 1_200);
        press(Side.CALLER, "4", 1_500);
        press(Side.CALLER, "5", 2_000);

        assertThat(keys.mask(Side.CALLER, "*45")).hasSize(3);

        assertThat(keys.spans()).allMatch(span -> span.side() == Side.CALLER);
    }

    @Test
    void only_the_part_of_a_code_is_masked_that_was_pressed_while_recording() {
        press(Side.CALLER, "5", 0);

        assertThat(keys.mask(Side.CALLER, "*45")).hasSize(1);
    }

    @Test
    void equal_digits_from_long_ago_do_not_belong_to_the_code() {
        press(Side.CALLER, "*", 0);
        press(Side.CALLER, "4", 60_000);
        press(Side.CALLER, "5", 60_500);

        assertThat(keys.mask(Side.CALLER, "*45")).hasSize(2);
    }

    @Test
    void a_key_that_is_told_twice_was_pressed_once() {
        for (int i = 0; i < 2; i++) {
            press(Side.CALLER, "*", 0);
        }
        for (int i = 0; i < 2; i++) {
            press(Side.CALLER, "4", 500);
        }
        press(Side.CALLER, "5", 1_000);

        assertThat(keys.mask(Side.CALLER, "*45")).hasSize(3);
    }

    @Test
    void a_code_is_masked_once() {
        press(Side.CALLER, "*", 0);
        press(Side.CALLER, "4", 500);
        press(Side.CALLER, "5", 1_000);
        keys.mask(Side.CALLER, "*45");

        assertThat(keys.mask(Side.CALLER, "*45")).isEmpty();
        assertThat(keys.spans()).hasSize(3);
    }

    @Test
    void a_code_that_is_told_by_events_and_by_info_is_covered_as_a_whole() {
        press(Side.CALLER, "7", 0);
        for (int digit = 0; digit < 3; digit++) {
            String key = "*44".substring(digit, digit + 1);
            press(Side.CALLER, key, 1_000 + digit * 300);
            press(Side.CALLER, key, 1_100 + digit * 300, PressedKey.Source.SIP);
        }

        assertThat(keys.mask(Side.CALLER, "*44"))
                .extracting(PressedKey::key)
                .containsExactly("4", "4", "4", "4", "*", "*");
    }

    private void press(Side side, String key, int millis) {
        press(side, key, millis, PressedKey.Source.RTP);
    }

    private void press(Side side, String key, int millis, PressedKey.Source source) {
        keys.pressed(new PressedKey(side, NINE.plusMillis(millis), Duration.ofMillis(100), key, source));
    }
}
