package io.tapedeck.proxy.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.proxy.dialog.Fork.Forward;
import io.tapedeck.proxy.dialog.Fork.Wait;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForkTest {

    @Test
    void nothing_is_decided_while_somebody_may_still_answer() {
        assertThat(fork(486, 0).decide()).isEqualTo(new Wait(false));
        assertThat(fork().decide()).isEqualTo(new Wait(false));
    }

    @Test
    void a_6xx_cancels_the_others_and_waits_for_them() {
        assertThat(fork(603, 0).decide()).isEqualTo(new Wait(true));
        assertThat(fork(404, 603, 302).decide()).isEqualTo(new Forward(1, 603));
    }

    @ParameterizedTest
    @CsvSource({
        "302, 404, 302", // the lowest class
        "500, 404, 404",
        "486, 407, 407", // a challenge tells how to try again
        "480, 486, 486", // busy says more than away
        "408, 404, 404",
        "487, 480, 480",
        "503, 504, 504",
        "503, 503, 500", // not our own trouble
    })
    void of_two_refusals_the_more_useful_one_is_forwarded(int one, int other, int best) {
        assertThat(((Forward) fork(one, other).decide()).status()).isEqualTo(best);
        assertThat(((Forward) fork(other, one).decide()).status()).isEqualTo(best);
    }

    private static Fork fork(int... statuses) {
        var branches = new ArrayList<Fork.Branch>();
        for (int status : statuses) {
            branches.add(new Fork.Branch(branches.size(), status));
        }
        return new Fork(branches);
    }
}
