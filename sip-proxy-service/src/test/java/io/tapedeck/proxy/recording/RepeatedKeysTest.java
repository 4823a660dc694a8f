package io.tapedeck.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedKeysTest {

    private static final long MILLI = 1_000_000L;

    private final RepeatedKeys keys = new RepeatedKeys();
    private String heard = "";

    @Test
    void a_key_that_comes_as_event_and_as_info_was_pressed_once() {
        tell('*', "rtp", 0);
        tell('*', "sip", 90);
        tell('4', "sip", 300);
        tell('4', "rtp", 310);
        tell('4', "rtp", 600);
        tell('4', "sip", 690);

        assertThat(heard).isEqualTo("*44");
    }

    @Test
    void info_may_come_after_the_next_event() {
        tell('4', "rtp", 0);
        tell('4', "rtp", 200);
        tell('4', "sip", 210);
        tell('4', "sip", 400);

        assertThat(heard).isEqualTo("44");
    }

    @Test
    void a_key_that_is_pressed_again_in_the_same_way_counts_again() {
        tell('4', "rtp", 0);
        tell('4', "rtp", 100);

        assertThat(heard).isEqualTo("44");
    }

    @Test
    void the_same_key_much_later_in_another_way_is_another_key() {
        tell('4', "rtp", 0);
        tell('4', "sip", 2_001);

        assertThat(heard).isEqualTo("44");
    }

    @Test
    void the_other_party_presses_its_own_keys() {
        tell('4', "rtp", 0);

        assertThat(keys.isNew("other", '4', "sip", 10 * MILLI)).isTrue();
    }

    private void tell(char key, String source, int millis) {
        if (keys.isNew("tag", key, source, millis * MILLI)) {
            heard += key;
        }
    }
}
