package io.tapedeck.gateway.cdrs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.testkit.time.SteppingClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExportTurnsTest {

    private final SteppingClock clock = new SteppingClock(Instant.parse("2030-01-07T09:00:00Z"));
    private final ExportTurns turns = new ExportTurns(clock);
    private final Caller sales = Caller.of("key:sales", new TenantId(UUID.randomUUID()));
    private final Caller support = Caller.of("key:support", new TenantId(UUID.randomUUID()));

    @Test
    void each_tenant_has_one_turn_and_waits_for_no_other() {
        try (var _ = turns.take(sales);
                var _ = turns.take(support);
                var _ = turns.take(Caller.platform("admin"))) {

            assertThatExceptionOfType(Refusal.class).isThrownBy(() -> turns.take(sales));
        }
        assertThatCode(() -> turns.take(sales).close()).doesNotThrowAnyException();
    }

    @Test
    void a_download_that_does_not_end_is_ended() {
        try (var turn = turns.take(sales)) {
            clock.advance(ExportTurns.LONGEST);
            assertThatCode(turn::requireTime).doesNotThrowAnyException();

            clock.advance(Duration.ofSeconds(1));

            assertThatExceptionOfType(IOException.class).isThrownBy(turn::requireTime);
        }
    }
}
