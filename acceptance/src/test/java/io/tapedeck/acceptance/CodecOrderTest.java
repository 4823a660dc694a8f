package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.phone.Codec;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Phones that have two codecs talk in the one that the settings want, and are recorded in it. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class CodecOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AudioSource SPEECH = AudioSource.noise(3);
    private static final String A_LAW = "m=audio \\d+ RTP/AVP 8 101\\r";
    private static final String MU_LAW = "m=audio \\d+ RTP/AVP 0 101\\r";

    private TapedeckApi api;
    private Recordings recordings;
    private Softphone anna;
    private Softphone dora;
    private Softphone bob;

    /** The tenant wants A-law first; Dora has an opinion of her own. The phones offer mu-law first. */
    @BeforeAll
    void three_phones(RunningPlatform platform) {
        api = platform.api();
        recordings = new Recordings(api);
        var phones = new Phones(platform, api);
        anna = phones.registered("231", Codec.PCMU, Codec.PCMA);
        dora = phones.registered("233", Codec.PCMU, Codec.PCMA);
        bob = phones.registered("232", Codec.PCMU, Codec.PCMA);
        bob.autoAnswer(SPEECH);
        phones.tenantSettings(Map.of(
                "any",
                Map.of("any", Map.of("enabled", true)),
                "codecs",
                Map.of("order", List.of("PCMA", "PCMU"), "only", false)));
        phones.userSettings("233", Map.of("codecs", Map.of("order", List.of("PCMU"), "only", true)));
        phones.awaitPublished();
    }

    @AfterAll
    void all_leave() {
        List.of(anna, dora, bob).forEach(Softphone::close);
        api.close();
    }

    @Test
    void the_order_of_the_tenant_decides_what_is_spoken() {
        PhoneCall call = anna.call("232", SPEECH);

        assertThat(call.answered(PATIENCE)).isTrue();
        assertThat(bob.incoming(PATIENCE).sessionDescription()).containsPattern("m=audio \\d+ RTP/AVP 8 0 101\\r");
        assertThat(call.sessionDescription()).containsPattern(A_LAW);
        assertRecorded(call);
    }

    @Test
    void where_only_one_may_be_spoken_the_other_is_not_offered() {
        PhoneCall call = dora.call("232", SPEECH);

        assertThat(call.answered(PATIENCE)).isTrue();
        assertThat(bob.incoming(PATIENCE).sessionDescription()).containsPattern(MU_LAW);
        assertThat(call.sessionDescription()).containsPattern(MU_LAW);
        assertRecorded(call);
    }

    private void assertRecorded(PhoneCall call) {
        Eventually.holds(() -> call.receivedPackets() > 75, PATIENCE, "Bob is heard");
        call.hangUp();
        var wav = recordings.wav(recordings.readyOf(call.sessionId()));
        for (int channel = 0; channel < 2; channel++) {
            assertThat(Correlation.best(wav.channel(channel), SPEECH.first(10_000))
                            .coefficient())
                    .isGreaterThan(0.9);
        }
    }
}
