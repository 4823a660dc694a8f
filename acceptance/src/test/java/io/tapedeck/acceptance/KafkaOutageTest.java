package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KafkaOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CALLS = Integer.getInteger("tapedeck.outage.calls", 5);
    private static final Duration TALK = Duration.ofMillis(Integer.getInteger("tapedeck.outage.talk-millis", 1000));
    private static final int PORT_OFFSET = 10_600;

    @TempDir
    private Path folder;

    @Test
    void calls_that_end_while_kafka_is_away_are_all_recorded_and_none_twice() {
        try (var cluster = Cluster.start(folder, PORT_OFFSET);
                TapedeckApi api = cluster.api()) {
            var phones = new Phones(cluster.sip(), api);
            try (var alice = phones.registered("201");
                    var bob = phones.registered("202")) {
                bob.autoAnswer(AudioSource.tone(900));
                cluster.stopKafka();
                List<String> sessions = callsOneAfterTheOther(alice);
                cluster.startKafka();

                var recordings = new Recordings(api);
                for (String session : sessions) {
                    recordings.readyOf(session);
                    assertThat(recordings
                                    .completedCdr(session)
                                    .path("recordings")
                                    .size())
                            .isEqualTo(1);
                }
                assertThat(api.get("/api/v1/recordings?limit=200&tenantId=" + phones.tenantId())
                                .path("items")
                                .size())
                        .isEqualTo(CALLS);
            }
        }
    }

    private static List<String> callsOneAfterTheOther(Softphone caller) {
        var sessions = new ArrayList<String>();
        for (int i = 0; i < CALLS; i++) {
            PhoneCall call = caller.call("202", AudioSource.tone(500));
            assertThat(call.answered(PATIENCE)).isTrue();
            LockSupport.parkNanos(TALK.toNanos());
            call.hangUp();
            sessions.add(call.sessionId());
        }
        return sessions;
    }
}
