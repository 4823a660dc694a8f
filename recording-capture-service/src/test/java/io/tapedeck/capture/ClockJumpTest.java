package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.time.SteppingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** Somebody sets the system's clock in the middle of recorded calls. */
class ClockJumpTest {

    private static final Instant NINE = Instant.parse("2030-01-07T09:00:00Z");

    @TempDir
    Path spool;

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H", "PT-0.5S", "P-400D"})
    void times_go_on_and_intervals_hold_what_was_kept(Duration step) {
        try (var node = TestNode.startBeside(List.of(SetClock.class), spool);
                var call = new RelayedPhones(node, "c", "8", List.of("metadata", "tenant:" + UUID.randomUUID()))) {
            SteppingClock clock = node.bean(SteppingClock.class);
            call.talk();
            clock.advance(step);
            call.talk();
            call.ng.ok("pause recording", "call-id", "c");
            call.talk();
            clock.advance(step.negated());
            call.ng.ok("start recording", "call-id", "c");
            call.talk();
            clock.advance(step);
            call.talk();

            String capture = RelayedPhones.captureOf(call.hangUp());
            clock.advance(step);
            JsonNode manifest = node.sealedManifest(capture);
            RawCapture raw = RawCapture.read(node.media(capture));

            assertThat(raw.packets()).extracting(RawCapture.Packet::unixNanos).isSorted();
            assertThat(raw.packets()).hasSize(8);
            followOnEachOther(manifest);
            assertThat(between(manifest, "/capture/startedAt", "/capture/endedAt"))
                    .isPositive()
                    .isLessThan(Duration.ofMinutes(10));
            assertThat(between(manifest, "/capture/endedAt", "/sealedAt")).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(inIntervals(manifest, raw)).isEqualTo(8);
        }
    }

    @Test
    void a_clock_set_back_does_not_hold_up_the_seal() {
        try (var node = TestNode.startBeside(List.of(SetClock.class), spool);
                var call = new RelayedPhones(node, "c").talk()) {
            String capture = RelayedPhones.captureOf(call.hangUp());
            node.bean(SteppingClock.class).advance(Duration.ofDays(-1)); // while the last packets are waited for

            JsonNode manifest = node.sealedManifest(capture);

            assertThat(manifest.at("/capture/reason").stringValue()).isEqualTo("call_ended");
        }
    }

    private static void followOnEachOther(JsonNode manifest) {
        List<Instant> edges = new ArrayList<>();
        manifest.at("/capture/intervals").forEach(interval -> {
            edges.add(Instant.parse(interval.get("from").stringValue()));
            edges.add(Instant.parse(interval.get("to").stringValue()));
        });
        assertThat(edges).hasSize(6).isSorted();
        assertThat(edges.get(1)).isEqualTo(edges.get(2));
        assertThat(edges.get(3)).isEqualTo(edges.get(4));
    }

    private static long inIntervals(JsonNode manifest, RawCapture raw) {
        return raw.packets().stream()
                .filter(packet -> {
                    Instant at = Instant.ofEpochSecond(0, packet.unixNanos());
                    for (JsonNode interval : manifest.at("/capture/intervals")) {
                        if (!interval.get("paused").booleanValue()
                                && !at.isBefore(
                                        Instant.parse(interval.get("from").stringValue()))
                                && at.isBefore(Instant.parse(interval.get("to").stringValue()))) {
                            return true;
                        }
                    }
                    return false;
                })
                .count();
    }

    private static Duration between(JsonNode manifest, String from, String to) {
        return Duration.between(
                Instant.parse(manifest.at(from).stringValue()),
                Instant.parse(manifest.at(to).stringValue()));
    }

    /** In place of the system's clock; without a stereotype, or every node of every test would find it. */
    static class SetClock {

        @Bean
        @Primary
        SteppingClock steppingClock() {
            return new SteppingClock(NINE);
        }
    }
}
