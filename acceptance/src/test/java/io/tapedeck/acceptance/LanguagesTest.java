package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.Codec;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every language: six callers, each with another one, call at once. Each is asked, presses 1, is recorded, pauses, resumes and
 * stops by phone, and what is said on the way is compared with what is shipped, at both phones and in the recording.
 */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class LanguagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "uk", "vi");
    private static final List<String> PHRASES = List.of("ask", "started", "paused", "resumed", "stopped");
    private static final String CONTROL = "application/x-media-control";

    /** In silence, and in other words, nothing is recognised. */
    private static final double UNLIKE = 0.35;

    private final Map<String, Softphone> callers = new HashMap<>();
    private final Map<String, PhoneCall> calls = new HashMap<>();
    private final Map<String, PhoneCall> atBob = new HashMap<>();
    private Map<String, Spoken> prompts;
    private TapedeckApi api;
    private Recordings recordings;
    private Softphone bob;

    @BeforeAll
    void six_callers_at_once(RunningPlatform platform) {
        api = platform.api();
        recordings = new Recordings(api);
        var phones = new Phones(platform, api);
        phones.tenantSettings(Map.of("any", Map.of("any", Map.of("enabled", false))));
        bob = phones.registered("820");
        bob.autoAnswer(AudioSource.silence());
        for (String language : LANGUAGES) {
            int number = LANGUAGES.indexOf(language);
            String extension = String.valueOf(821 + number);
            callers.put(language, phones.registered(extension, number % 2 == 0 ? Codec.PCMA : Codec.PCMU));
            phones.userSettings(extension, settings(language));
        }
        phones.awaitPublished();
        prompts = allPrompts();
        callers.forEach((language, phone) -> calls.put(language, phone.call("820", AudioSource.silence())));
        answerTheQuestion();
        everybodyHears("started");
        calls.values()
                .forEach(call -> assertThat(call.sendMessage(CONTROL, "pause-audio-recording"))
                        .isEqualTo(200));
        everybodyHears("paused");
        calls.values()
                .forEach(call -> assertThat(call.sendMessage(CONTROL, "resume-audio-recording"))
                        .isEqualTo(200));
        everybodyHears("resumed");
        calls.values()
                .forEach(call ->
                        assertThat(call.sendInfo(Map.of("Record", "off"))).isEqualTo(200));
        everybodyHears("stopped");
        calls.values().forEach(PhoneCall::hangUp);
    }

    @AfterAll
    void all_leave() {
        callers.values().forEach(Softphone::close);
        bob.close();
        api.close();
    }

    private static Map<String, Object> settings(String language) {
        return Map.of(
                "outbound",
                Map.of("any", Map.of("enabled", true)),
                "outgoingMode",
                "ask",
                "onDemand",
                true,
                "announcement",
                Map.of("started", true, "stopped", true, "paused", true, "resumed", true, "language", language));
    }

    private static Map<String, Spoken> allPrompts() {
        return LANGUAGES.parallelStream()
                .flatMap(language -> PHRASES.stream().map(phrase -> language + " " + phrase))
                .collect(Collectors.toConcurrentMap(Function.identity(), name -> {
                    String[] parts = name.split(" ");
                    return Spoken.shipped(parts[0], parts[1]);
                }));
    }

    private Spoken prompt(String language, String phrase) {
        return prompts.get(language + " " + phrase);
    }

    private void answerTheQuestion() {
        for (String language : LANGUAGES) {
            PhoneCall call = calls.get(language);
            prompt(language, "ask").awaitAt(call, PATIENCE);
            call.sendDtmf("1");
        }
        for (String language : LANGUAGES) {
            PhoneCall call = calls.get(language);
            assertThat(call.answered(PATIENCE))
                    .as("%s: status %s", language, call.statusCode())
                    .isTrue();
        }
        List<PhoneCall> taken = Stream.generate(() -> bob.incoming(PATIENCE))
                .limit(LANGUAGES.size())
                .toList();
        calls.forEach((language, call) -> atBob.put(
                language,
                taken.stream()
                        .filter(one -> one.sessionId().equals(call.sessionId()))
                        .findFirst()
                        .orElseThrow()));
    }

    private void everybodyHears(String phrase) {
        for (String language : LANGUAGES) {
            prompt(language, phrase).awaitAt(calls.get(language), PATIENCE);
            prompt(language, phrase).awaitAt(atBob.get(language), PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "uk", "vi"})
    void what_both_have_heard_is_recorded_but_for_the_question_and_the_pause(String language) {
        PhoneCall call = calls.get(language);

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));

        String next = LANGUAGES.get((LANGUAGES.indexOf(language) + 1) % LANGUAGES.size());
        assertThat(prompt(next, "started").in(wav.channel(0)).coefficient()).isLessThan(Spoken.ALIKE);
        for (int channel = 0; channel < 2; channel++) {
            short[] rest = wav.channel(channel);
            for (String phrase : List.of("started", "resumed", "stopped")) {
                assertThat(prompt(language, phrase).in(rest).coefficient())
                        .as("%s on channel %s", phrase, channel)
                        .isGreaterThan(Spoken.ALIKE);
                rest = prompt(language, phrase).takenOutOf(rest);
            }
            for (String phrase : List.of("ask", "paused")) {
                assertThat(prompt(language, phrase).in(rest).coefficient())
                        .as("%s on channel %s", phrase, channel)
                        .isLessThan(UNLIKE);
            }
        }
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly(
                        "recording.accept dtmf done",
                        "recording.pause.audio message done",
                        "recording.resume.audio message done",
                        "recording.stop info done");
    }
}
