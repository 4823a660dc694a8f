package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class TrunkCallTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TRUNK_PORT = 26_070;

    @TempDir
    private Path folder;

    @Test
    void a_number_outside_is_reached_through_the_trunk_and_recorded(RunningPlatform platform) {
        try (TapedeckApi api = platform.api()) {
            var phones = new Phones(platform, api);
            var sipp = new Sipp(folder, platform.sip());
            phones.trunk(TRUNK_PORT, "49");
            Process carrier = sipp.start("uas.xml", "-p", String.valueOf(TRUNK_PORT), "-mp", "27500", "-m", "1");
            try (var alice = phones.registered("201")) {
                PhoneCall call = answeredCall(alice, "4930123456");
                short[] spoken = spoken(sipp);
                Eventually.holds(() -> isHeard(spoken, call.heard()), PATIENCE, "the carrier's words are heard");
                call.hangUp();
                sipp.finish("uas.xml", carrier);

                var recordings = new Recordings(api);
                WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
                JsonNode cdr = recordings.completedCdr(call.sessionId());

                assertThat(cdr.path("direction").asString()).isEqualTo("out");
                assertThat(cdr.path("trunkName").asString()).isEqualTo(phones.trunkName("49"));
                assertThat(cdr.path("callee").asString()).isEqualTo("4930123456");
                assertThat(Correlation.best(wav.channel(1), spoken).coefficient())
                        .isGreaterThan(0.95);
            }
        }
    }

    /** Dials until the proxy has heard of the trunk. */
    private static PhoneCall answeredCall(Softphone phone, String number) {
        var answered = new AtomicReference<PhoneCall>();
        Eventually.holds(
                () -> {
                    PhoneCall call = phone.call(number, AudioSource.tone(500));
                    answered.set(call);
                    return call.answered(PATIENCE);
                },
                PATIENCE,
                "the trunk answers");
        return answered.get();
    }

    /** The first three seconds. */
    private static short[] spoken(Sipp sipp) {
        return Arrays.copyOf(WavFile.read(sipp.speech()).channel(0), 3 * 8_000);
    }

    private static boolean isHeard(short[] spoken, short[] heard) {
        var match = Correlation.best(heard, spoken);
        return match.coefficient() > 0.9 && match.lagSamples() + spoken.length <= heard.length;
    }
}
