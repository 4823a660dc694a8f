package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.capture.session.OutOfPortsException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortPoolTest {

    private final AtomicLong now = new AtomicLong();
    private final PortPool pool = new PortPool(PortRange.parse("30001-30005"), Duration.ofSeconds(10), now::get);

    @Test
    void rtp_ports_are_even() throws OutOfPortsException {
        assertThat(pool.take()).isEqualTo(30_002);
        assertThat(pool.take()).isEqualTo(30_004);
    }

    @Test
    void an_exhausted_pool_says_so_and_counts() throws OutOfPortsException {
        pool.take();
        pool.take();

        assertThatThrownBy(pool::take).isInstanceOf(OutOfPortsException.class).hasMessage("Out of ports");
        assertThat(pool.refusals()).isOne();
    }

    @Test
    void a_used_port_rests_before_it_is_used_again() throws OutOfPortsException {
        int first = pool.take();
        pool.take();
        pool.giveBack(first);

        assertThat(pool.freePairs()).isZero();
        now.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(pool.take()).isEqualTo(first);
    }

    @Test
    void a_port_that_another_program_holds_does_not_rest_but_waits_its_turn() throws OutOfPortsException {
        int foreign = pool.take();
        pool.putBack(foreign);

        assertThat(pool.take()).isNotEqualTo(foreign);
        assertThat(pool.take()).isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30000", "30000-30000", "40000-30000", "1-70000", "a-b", "30000-40000-50000"})
    void nonsense_is_no_range(String text) {
        assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
