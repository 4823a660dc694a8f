package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.capture.session.SessionRules;
import io.tapedeck.contracts.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String TENANT = "0199a000-0000-7000-8000-000000000001";

    @TempDir
    Path spool;

    @Test
    void the_defaults_are_those_of_the_file() {
        try (var node = TestNode.start(spool)) {
            SessionRules rules = node.bean(SessionRules.class);

            assertThat(rules)
                    .isEqualTo(new SessionRules(
                            "test",
                            "127.0.0.1",
                            Duration.ofSeconds(60),
                            Duration.ofMinutes(5),
                            Duration.ofMillis(50),
                            null));
        }
    }

    @Test
    void every_rule_can_be_set() {
        try (var node = TestNode.start(
                spool,
                "--tapedeck.capture.node=a1",
                "--tapedeck.capture.media-address=localhost",
                "--tapedeck.capture.bind-address=127.0.0.1",
                "--tapedeck.capture.media-timeout=10s",
                "--tapedeck.capture.unanswered-timeout=1m",
                "--tapedeck.capture.drain=80ms",
                "--tapedeck.capture.default-tenant=" + TENANT)) {

            assertThat(node.bean(SessionRules.class))
                    .isEqualTo(new SessionRules(
                            "a1",
                            "localhost",
                            Duration.ofSeconds(10),
                            Duration.ofMinutes(1),
                            Duration.ofMillis(80),
                            TenantId.of(TENANT)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tapedeck.capture.ng=nowhere",
                "--tapedeck.capture.ng=",
                "--tapedeck.capture.ng-tcp=::1",
                "--tapedeck.capture.ng-http=localhost:http",
                "--tapedeck.capture.ng-connections=0",
                "--tapedeck.capture.ng-idle=0s",
                "--tapedeck.capture.ng-request-time=0s",
                "--tapedeck.capture.limits.calls=0",
                "--tapedeck.capture.limits.tags=1",
                "--tapedeck.capture.dtmf-log-dest=somewhere",
                "--tapedeck.capture.event-log-dest=127.0.0.1:x",
                "--tapedeck.capture.media-address=0.0.0.0",
                "--tapedeck.capture.media-address=no.such.host.invalid",
                "--tapedeck.capture.bind-address=::1",
                "--tapedeck.capture.interfaces=127.0.0.1",
                "--tapedeck.capture.interfaces=a/127.0.0.1!::1",
                "--tapedeck.capture.interfaces=a/0.0.0.0",
                "--tapedeck.capture.rtp-ports=40000-30000",
                "--tapedeck.capture.media-timeout=0s",
                "--tapedeck.capture.ring=1KB",
                "--tapedeck.capture.flush=1s",
                "--tapedeck.capture.node=../x",
                "--tapedeck.capture.default-tenant=me",
                "--tapedeck.capture.request-limit=0",
                "--tapedeck.capture.io=iouring",
                "--tapedeck.capture.io-threads=0",
                "--tapedeck.capture.realtime=fifo",
                "--tapedeck.capture.pace=1s",
                "--tapedeck.capture.dscp=64",
                "--tapedeck.capture.prompts.encoders=none",
                "--tapedeck.capture.raw-url=capture-1:8082"
            })
    void nonsense_stops_the_start(String setting) {
        assertThatThrownBy(() -> TestNode.start(spool, setting)).isInstanceOf(Exception.class);
    }
}
