package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.Codec;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Phones that speak nothing but G.729, GSM or iLBC, two of each in a call at once, hear words. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class SpeechCodecsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<Codec> CODECS = List.of(Codec.G729, Codec.GSM, Codec.ILBC);

    /** Half a second. */
    private static final int PACKETS_PER_LOOK = 25;

    private final Spoken prompt = Spoken.shipped("en", "started");
    private final List<Softphone> phones = new ArrayList<>();
    private final Map<Codec, PhoneCall> callers = new EnumMap<>(Codec.class);
    private final Map<Codec, PhoneCall> callees = new EnumMap<>(Codec.class);
    private TapedeckApi api;
    private Recordings recordings;

    @BeforeAll
    void three_calls_at_once(RunningPlatform platform) {
        api = platform.api();
        recordings = new Recordings(api);
        var tenant = new Phones(platform, api);
        tenant.tenantSettings(Map.of(
                "any",
                Map.of("any", Map.of("enabled", true)),
                "announcement",
                Map.of("started", true, "language", "en")));
        Map<Codec, Softphone> called = new EnumMap<>(Codec.class);
        for (Codec codec : CODECS) {
            int number = 841 + 2 * codec.ordinal();
            phones.add(tenant.registered(String.valueOf(number), codec));
            called.put(codec, tenant.registered(String.valueOf(number + 1), codec));
            phones.add(called.get(codec));
        }
        tenant.awaitPublished();
        for (Codec codec : CODECS) {
            called.get(codec).autoAnswer(AudioSource.silence());
            Softphone caller = phones.get(2 * CODECS.indexOf(codec));
            callers.put(codec, caller.call(String.valueOf(842 + 2 * codec.ordinal()), AudioSource.silence()));
        }
        for (Codec codec : CODECS) {
            assertThat(callers.get(codec).answered(PATIENCE)).as(codec.name()).isTrue();
            callees.put(codec, called.get(codec).incoming(PATIENCE));
        }
    }

    @AfterAll
    void all_leave() {
        phones.forEach(Softphone::close);
        api.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"G729", "GSM", "ILBC"})
    void both_hear_in_words_that_recording_has_started_and_the_recording_has_it_too(Codec codec) {
        PhoneCall caller = callers.get(codec);
        short[] atCaller = heardWithPrompt(codec, caller);
        short[] atCallee = heardWithPrompt(codec, callees.get(codec));
        caller.hangUp();
        WavFile wav = recordings.wav(recordings.readyOf(caller.sessionId()));

        for (short[] heard : List.of(atCaller, atCallee, wav.channel(0), wav.channel(1))) {
            assertThat(prompt.in(heard).coefficient()).isGreaterThan(Spoken.ALIKE);
            assertThat(Spoken.beeps(prompt.takenOutOf(heard))).isEmpty();
        }
    }

    /** Looks again and again, since the phone cannot tell what it hears. */
    private short[] heardWithPrompt(Codec codec, PhoneCall call) {
        var looked = new int[1];
        return Eventually.value(
                () -> {
                    List<byte[]> payloads = call.heardEncoded();
                    if (payloads.size() < looked[0] + PACKETS_PER_LOOK) {
                        return null;
                    }
                    looked[0] = payloads.size();
                    short[] heard = Spoken.heard(codec, payloads);
                    return prompt.isWholeIn(heard) ? heard : null;
                },
                PATIENCE);
    }
}
