package io.tapedeck.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.proxy.control.CodeListener.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeListenerTest {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final CodeListener listener = new CodeListener(FeatureCodes.DEFAULT, PAUSE);
    private long now;

    @Test
    void a_code_is_found_with_its_last_digit() {
        assertThat(press("*4")).isEmpty();
        assertThat(press("4")).containsExactly(new Found("*44", ControlAction.START));
    }

    @Test
    void codes_can_follow_each_other_and_other_keys() {
        assertThat(press("12*45#*48*49"))
                .extracting(Found::action)
                .containsExactly(ControlAction.STOP, ControlAction.PAUSE, ControlAction.RESUME);
    }

    @Test
    void a_wrong_digit_does_not_spoil_what_begins_with_it() {
        assertThat(press("**44")).hasSize(1);
        assertThat(press("*4*45")).extracting(Found::action).containsExactly(ControlAction.STOP);
    }

    @Test
    void digits_that_are_too_far_apart_are_no_code() {
        press("*4");
        now += PAUSE.toNanos() + 1;

        assertThat(press("4")).isEmpty();
    }

    @Test
    void a_code_that_is_switched_off_is_only_digits() {
        var some = new CodeListener(new FeatureCodes("", "*45", "", ""), PAUSE);

        assertThat(some.press('*', 0)).isEmpty();
        assertThat(some.press('4', 0)).isEmpty();
        assertThat(some.press('4', 0)).isEmpty();
        assertThat(some.isDeaf()).isFalse();
        assertThat(new CodeListener(new FeatureCodes("", "", "", ""), PAUSE).isDeaf())
                .isTrue();
    }

    private List<Found> press(String keys) {
        var found = new ArrayList<Found>();
        for (char key : keys.toCharArray()) {
            now += Duration.ofMillis(400).toNanos();
            listener.press(key, now).ifPresent(found::add);
        }
        return found;
    }
}
