package io.tapedeck.proxy.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.BeepRules;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.control.RecordingChange;
import io.tapedeck.proxy.control.RecordingChange.Kind;
import io.tapedeck.proxy.control.RecordingState;
import io.tapedeck.proxy.policy.SpokenPolicy;
import io.tapedeck.proxy.recording.Prompt;
import io.tapedeck.proxy.recording.Speaker;
import io.tapedeck.proxy.recording.Speaker.Listeners;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import io.tapedeck.proxy.routing.ExampleDirectory;
import io.tapedeck.proxy.voice.ShippedPrompts.Phrase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallVoiceTest {

    private static final Duration PROMPT = Duration.ofSeconds(3);
    private static final ShippedPrompts PROMPTS = new ShippedPrompts();
    private static final RecordingOrder FIRST = order(1);
    private static final RecordingOrder SECOND = order(2);

    private final List<String> said = new ArrayList<>();
    private final List<FutureTask<?>> alarms = new ArrayList<>();

    @Test
    void the_start_is_said_in_the_tenants_language_and_beeps_follow() {
        CallVoice voice = voice(all(PromptLanguage.FRENCH), 15);

        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        assertThat(said).containsExactly("fr STARTED", "beep 15");
    }

    @Test
    void what_is_said_of_a_users_recording_depends_on_the_device_first() {
        CallVoice voice = voice(
                rules(RecordingLevel.DEVICE, ExampleDirectory.ANNAS_DESK.id().value(), all(PromptLanguage.GERMAN), 0),
                rules(RecordingLevel.USER, ExampleDirectory.ANNA.id().value(), all(PromptLanguage.FRENCH), 0));
        voice.parties(Party.offnet("0171"), ExampleDirectory.annaAt(ExampleDirectory.ANNAS_DESK));

        voice.changed(change(Kind.STARTED, RecordingState.ON, order(3, ExampleDirectory.ANNA.id())));
        timePasses();
        voice.parties(Party.offnet("0171"), ExampleDirectory.annaAt(ExampleDirectory.ANNAS_MOBILE));
        voice.changed(change(Kind.STARTED, RecordingState.ON, order(4, ExampleDirectory.ANNA.id())));
        voice.changed(change(Kind.PAUSED, RecordingState.PAUSED, FIRST));
        timePasses();

        assertThat(said).containsExactly("de STARTED", "fr PAUSED");
    }

    @Test
    void a_second_recording_starts_and_ends_unsaid() {
        CallVoice voice = voice(all(PromptLanguage.ENGLISH), 0);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();

        voice.changed(change(Kind.STARTED, RecordingState.ON, SECOND));
        Duration rest = voice.stopping(change(Kind.STOPPED, RecordingState.ON, SECOND));
        voice.changed(change(Kind.STOPPED, RecordingState.ON, SECOND));
        timePasses();

        assertThat(rest).isZero();
        assertThat(said).containsExactly("en STARTED");
    }

    @Test
    void the_last_recording_goes_on_until_its_end_has_been_said() {
        CallVoice voice = voice(all(PromptLanguage.ENGLISH), 0);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();

        Duration rest = voice.stopping(change(Kind.STOPPED, RecordingState.ON, FIRST));

        assertThat(rest).isGreaterThan(PROMPT);
        assertThat(said).containsExactly("en STARTED", "en STOPPED");
    }

    @Test
    void no_beep_outlives_two_recordings_that_end_in_the_moment_the_second_begins() {
        CallVoice voice = voice(AnnouncementRules.UNDEFINED, 5);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();

        voice.changed(change(Kind.STARTED, RecordingState.ON, SECOND));
        voice.changed(change(Kind.STOPPED, RecordingState.ON, FIRST));
        voice.changed(change(Kind.STOPPED, RecordingState.OFF, SECOND));
        timePasses();

        assertThat(said).containsExactly("beep 5", "hush");
    }

    @Test
    void there_is_no_beep_while_recording_is_paused() {
        CallVoice voice = voice(all(PromptLanguage.GERMAN), 5);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        voice.changed(change(Kind.PAUSED, RecordingState.PAUSED, FIRST));
        timePasses();
        voice.changed(change(Kind.RESUMED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        assertThat(said).containsExactly("de STARTED", "beep 5", "hush", "de PAUSED", "de RESUMED", "beep 5");
    }

    @Test
    void who_comes_later_hears_of_the_start_alone_and_the_beeps_go_on() {
        CallVoice voice = voice(all(PromptLanguage.ENGLISH), 5);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        voice.joined(Listeners.CALLER);
        timePasses();
        timePasses();

        assertThat(said).containsExactly("en STARTED", "beep 5", "hush", "en STARTED to CALLER", "beep 5");
    }

    @Test
    void no_beep_outlives_a_recording_that_ends_while_one_party_hears_of_its_start() {
        CallVoice voice = voice(new AnnouncementRules(true, false, false, false, PromptLanguage.ENGLISH, null), 5);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        voice.joined(Listeners.CALLEE);
        timePasses();
        voice.changed(change(Kind.STOPPED, RecordingState.OFF, FIRST));
        timePasses();

        assertThat(said).containsExactly("en STARTED", "beep 5", "hush", "en STARTED to CALLEE");
    }

    @Test
    void who_comes_while_recording_is_paused_hears_of_it_when_it_goes_on() {
        CallVoice voice = voice(all(PromptLanguage.ENGLISH), 0);
        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();
        voice.changed(change(Kind.PAUSED, RecordingState.PAUSED, FIRST));
        timePasses();

        voice.joined(Listeners.CALLEE);
        timePasses();
        voice.changed(change(Kind.RESUMED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        assertThat(said).containsExactly("en STARTED", "en PAUSED", "en RESUMED", "en STARTED to CALLEE");
    }

    @Test
    void who_comes_when_nothing_is_recorded_hears_nothing() {
        CallVoice voice = voice(all(PromptLanguage.ENGLISH), 5);

        voice.joined(Listeners.CALLEE);
        timePasses();

        assertThat(said).isEmpty();
    }

    @Test
    void a_start_that_a_pause_came_before_is_said_when_recording_goes_on() {
        CallVoice voice = voice(all(PromptLanguage.ENGLISH), 0);

        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        voice.changed(change(Kind.PAUSED, RecordingState.PAUSED, FIRST));
        timePasses();
        voice.changed(change(Kind.RESUMED, RecordingState.ON, FIRST));
        timePasses();
        timePasses();

        assertThat(said).containsExactly("en PAUSED", "en STARTED");
    }

    @Test
    void nothing_is_said_before_somebody_has_answered() {
        DirectorySnapshot directory = ExampleDirectory.with(
                rules(RecordingLevel.TENANT, ExampleDirectory.ACME.id().value(), all(PromptLanguage.ENGLISH), 5));
        CallVoice voice = opened(directory);

        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();
        Duration rest = voice.stopping(change(Kind.STOPPED, RecordingState.OFF, FIRST));
        voice.changed(change(Kind.STOPPED, RecordingState.OFF, FIRST));
        voice.changed(change(Kind.STARTED, RecordingState.ON, SECOND));
        timePasses();
        assertThat(said).isEmpty();
        assertThat(rest).isZero();
        voice.talks();
        timePasses();
        timePasses();

        assertThat(said).containsExactly("en STARTED", "beep 5");
    }

    @Test
    void nothing_is_said_where_nothing_is_set() {
        CallVoice voice = voice(AnnouncementRules.UNDEFINED, 0);

        voice.changed(change(Kind.STARTED, RecordingState.ON, FIRST));
        timePasses();

        assertThat(said).isEmpty();
    }

    @Test
    void every_phrase_is_shipped_in_every_language() {
        for (PromptLanguage language : PromptLanguage.values()) {
            for (Phrase phrase : Phrase.values()) {
                assertThat(PROMPTS.find(language, phrase).content()).startsWith('O', 'g', 'g', 'S');
            }
        }
    }

    /** Whatever waits is done. */
    private void timePasses() {
        var due = List.copyOf(alarms);
        alarms.clear();
        due.forEach(FutureTask::run);
    }

    private Future<?> after(Runnable task) {
        var alarm = new FutureTask<Void>(task, null);
        alarms.add(alarm);
        return alarm;
    }

    private CallVoice voice(AnnouncementRules announcement, int beep) {
        return voice(rules(RecordingLevel.TENANT, ExampleDirectory.ACME.id().value(), announcement, beep));
    }

    private CallVoice voice(DirectoryEvent... rules) {
        CallVoice voice = opened(ExampleDirectory.with(rules));
        voice.talks();
        return voice;
    }

    private CallVoice opened(DirectorySnapshot directory) {
        var voices = new Voices(new Listener(), new SpokenPolicy(() -> directory), PROMPTS);
        return voices.open(new SessionId(new UUID(5, 5)), "node", ExampleDirectory.ACME.id(), (_, task) -> after(task));
    }

    private static DirectoryEvent rules(RecordingLevel level, UUID scope, AnnouncementRules announcement, int beep) {
        var rules = new RecordingRules(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                announcement,
                new BeepRules(beep),
                null,
                null,
                null);
        return new DirectoryEvent.Rules(new UUID(level.ordinal(), 77), level, scope, 1, rules);
    }

    private static AnnouncementRules all(PromptLanguage language) {
        return new AnnouncementRules(true, true, true, true, language, null);
    }

    private static RecordingChange change(Kind kind, RecordingState state, RecordingOrder order) {
        return new RecordingChange(
                new SessionId(new UUID(5, 5)), "node", ExampleDirectory.ACME.id(), kind, List.of(order), null, state);
    }

    private static RecordingOrder order(int number) {
        return order(number, null);
    }

    private static RecordingOrder order(int number, @Nullable UserId owner) {
        return new RecordingOrder(
                new RecordingId(new UUID(9, number)),
                ExampleDirectory.ACME.id(),
                owner,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null);
    }

    /** Writes down what is heard. */
    private final class Listener implements Speaker {

        @Override
        public Duration play(String node, SessionId session, Listeners listeners, Prompt prompt) {
            said.add(nameOf(prompt) + (listeners == Listeners.ALL ? "" : " to " + listeners));
            return PROMPT;
        }

        private static String nameOf(Prompt prompt) {
            for (PromptLanguage language : PromptLanguage.values()) {
                for (Phrase phrase : Phrase.values()) {
                    if (PROMPTS.find(language, phrase).sha256().equals(prompt.sha256())) {
                        return language.code() + " " + phrase;
                    }
                }
            }
            return "something else";
        }

        @Override
        public Duration beep(String node, SessionId session, Listeners listeners) {
            said.add("beep");
            return PROMPT;
        }

        @Override
        public void beepEvery(String node, SessionId session, Duration period) {
            said.add("beep " + period.toSeconds());
        }

        @Override
        public void hush(String node, SessionId session) {
            said.add("hush");
        }
    }
}
