package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.ToneDetector.Span;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Four users and two numbers outside, who are told apart by the tones that they speak in. */
final class Voices implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final String XAVERS_NUMBER = "49301";
    static final String YVES_NUMBER = "33123";

    /** As long as two talk before something happens: eight tenths of a second. */
    private static final int TALK_PACKETS = 40;

    private final TapedeckApi api;
    private final Phones phones;
    private final Recordings recordings;
    private final Map<String, String> names = new HashMap<>();
    final String bobId;
    final String claraId;
    final String doraId;
    final String bobsNumber;
    final Softphone anna;
    final Softphone bob;
    final Softphone clara;
    /** Answers only when she is told to. */
    final Softphone dora;

    final Softphone xaver;
    final Softphone yves;

    /** Who speaks, and how high. */
    enum Voice {
        ANNA(500),
        BOB(800),
        CLARA(1_100),
        DORA(1_400),
        XAVER(1_700),
        YVES(2_000);

        private final int hertz;

        Voice(int hertz) {
            this.hertz = hertz;
        }

        AudioSource sound() {
            return AudioSource.tone(hertz);
        }
    }

    /** @param port of the carrier that Xaver calls from; that of Yves has the next but one */
    Voices(RunningPlatform platform, int port) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("201");
        bob = phones.registered("202");
        clara = phones.registered("203");
        dora = phones.registered("204");
        names.put("", "tenant");
        bobId = named("202", "bob");
        claraId = named("203", "clara");
        doraId = named("204", "dora");
        bobsNumber = phones.numberOf("202");
        xaver = outside(XAVERS_NUMBER, port, "49");
        yves = outside(YVES_NUMBER, port + 2, "33");
        bob.autoAnswer(Voice.BOB.sound());
        clara.autoAnswer(Voice.CLARA.sound());
        yves.autoAnswer(Voice.YVES.sound());
    }

    private Softphone outside(String number, int port, String prefix) {
        phones.trunk(port, prefix);
        return phones.outside(number, port);
    }

    /** @return the id of the user, who is called so in {@link #owners} from now on */
    String named(String extension, String name) {
        String id = phones.userId(extension);
        names.put(id, name);
        return id;
    }

    Phones phones() {
        return phones;
    }

    String tenantId() {
        return phones.tenantId();
    }

    void settings(String scope, Map<String, ?> rules) {
        phones.settings(scope, rules);
    }

    /** In force with the next call; a call that comes too early would not show it. */
    void forwarding(String user, Map<String, ?> rules) {
        api.put("/api/v1/users/" + user + "/forwarding", rules);
    }

    void awaitRecordedBy(String owners) {
        awaitExplained(Map.of(), owners);
    }

    /** Bob records what he sends elsewhere. */
    void awaitRedirected() {
        awaitExplained(Map.of("redirectedBy", bobId), "bob+clara+tenant");
    }

    /** He does not any more. */
    void awaitNotRedirected() {
        awaitExplained(Map.of("redirectedBy", bobId), "clara+tenant");
    }

    private void awaitExplained(Map<String, ?> more, String owners) {
        var question = new HashMap<String, Object>(more);
        String callee = more.isEmpty() ? bobId : claraId;
        question.put("source", Map.of("network", "offnet", "number", XAVERS_NUMBER));
        question.put("destination", Map.of("network", "onnet", "userId", callee));
        Eventually.holds(
                () -> names(phones.explained(question).path("orders"), "owner")
                        .equals(new TreeSet<>(Set.of(owners.split("\\+")))),
                PATIENCE,
                "the settings are in force: " + owners);
    }

    /** The call is answered and both are heard. */
    PhoneCall talk(Softphone from, String to) {
        PhoneCall call = from.call(to, voiceOf(from).sound());
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        listen(call);
        return call;
    }

    private Voice voiceOf(Softphone phone) {
        return phone == anna ? Voice.ANNA : phone == bob ? Voice.BOB : phone == xaver ? Voice.XAVER : Voice.CLARA;
    }

    /** Takes the place of a phone in its call. */
    PhoneCall pickUp(Softphone by, String number, PhoneCall taken) {
        return by.call(number, voiceOf(by).sound(), Map.of("Replaces", taken.replacesHeader()));
    }

    /** Calls Dora, who lets it ring. */
    PhoneCall ringAtDora(Softphone from) {
        return from.call("204", voiceOf(from).sound());
    }

    void awaitRinging(PhoneCall call) {
        Eventually.holds(() -> !call.sessionId().isEmpty(), PATIENCE, "it rings");
    }

    PhoneCall incoming(Softphone phone) {
        PhoneCall call = phone.incoming(PATIENCE);
        if (phone == dora) {
            call.ring();
        }
        return call;
    }

    void answer(PhoneCall call, Voice voice) {
        call.answer(voice.sound());
    }

    PhoneCall transferred(Softphone phone) {
        PhoneCall call = phone.transferred(PATIENCE);
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        return call;
    }

    void listen(PhoneCall call) {
        long heard = call.receivedPackets() + TALK_PACKETS;
        long said = call.sentPackets() + TALK_PACKETS;
        Eventually.holds(
                () -> call.receivedPackets() >= heard && call.sentPackets() >= said,
                PATIENCE,
                "the other side is heard");
    }

    /** Calls that a test did not care about. */
    void forgetIncoming() {
        for (Softphone phone : List.of(bob, clara, yves)) {
            phone.forgetIncoming();
        }
    }

    /** The end of the media completes it as well; how each party left comes with the end of the call, maybe later. */
    JsonNode cdr(String session) {
        return Eventually.value(
                () -> {
                    JsonNode cdr = recordings.completedCdr(session);
                    return targets(cdr).stream().anyMatch(target -> target.endsWith(" ")) ? null : cdr;
                },
                PATIENCE);
    }

    /** Of a call that got no session id in any answer. */
    JsonNode onlyCdrOf(String callee) {
        return Eventually.value(
                () -> api.find(
                                "/api/v1/cdrs?tenantId=" + tenantId(),
                                cdr -> cdr.path("callee").asString("").equals(callee)
                                        && cdr.path("state").asString("").equals("completed"))
                        .orElse(null),
                PATIENCE);
    }

    List<String> targets(JsonNode cdr) {
        var targets = new ArrayList<String>();
        cdr.path("targets")
                .forEach(target -> targets.add(target.path("callee").asString() + " "
                        + target.path("endReason").asString("")));
        return targets;
    }

    /** Recordings that began in the middle of the call are in the catalogue when its capture is sealed. */
    void assertOwners(JsonNode cdr, String owners) {
        String session = cdr.path("sessionId").asString();
        Eventually.holds(() -> owners(cdr(session)).equals(owners), PATIENCE, "recordings of " + owners);
    }

    String owners(JsonNode cdr) {
        return String.join("+", names(cdr.path("recordings"), ""));
    }

    /** Who would have a recording, by what the rules say now. */
    String explained(Map<String, ?> question) {
        return String.join("+", names(phones.explained(question).path("orders"), "owner"));
    }

    private TreeSet<String> names(JsonNode list, String field) {
        var found = new TreeSet<String>();
        StreamSupport.stream(list.spliterator(), false)
                .map(one -> field.isEmpty() ? one : one.path(field))
                .forEach(owner ->
                        found.add(names.getOrDefault(owner.path("userId").asString(""), "somebody else")));
        return found;
    }

    Heard heard(JsonNode cdr, String owner) {
        String session = cdr.path("sessionId").asString();
        JsonNode ready = Eventually.value(
                () -> StreamSupport.stream(cdr(session).path("recordings").spliterator(), false)
                        .filter(one -> names.getOrDefault(one.path("userId").asString(""), "")
                                .equals(owner))
                        .filter(one -> one.path("state").asString().equals("ready"))
                        .findFirst()
                        .orElse(null),
                PATIENCE);
        return new Heard(owner, recordings.wav(ready));
    }

    @Override
    public void close() {
        List.of(anna, bob, clara, dora, xaver, yves).forEach(Softphone::close);
        api.close();
    }

    /** A recording, to be listened to. */
    record Heard(String owner, WavFile wav) {

        /** Of what was spoken; what was lost while it went from one to the next counts as well. */
        private static final Duration LEAST = Duration.ofMillis(400);

        /** A packet of who leaves may be under way yet, and the step from one tone to the next is a click. */
        private static final Duration NO_SPEECH = Duration.ofMillis(60);

        /** Who leaves goes on sending until the BYE, and is mixed with who comes. */
        private static final Duration BOTH_AT_ONCE = Duration.ofMillis(100);

        private static final double LOUD = 0.1;

        Heard left(Voice... voices) {
            return channel(0, voices);
        }

        Heard right(Voice... voices) {
            return channel(1, voices);
        }

        /** These speak on the channel, one after the other, and nobody else ever does. */
        private Heard channel(int channel, Voice... voices) {
            short[] sound = wav.channel(channel);
            Map<Voice, List<Span>> spoken = new EnumMap<>(Voice.class);
            for (Voice voice : Voice.values()) {
                List<Span> spans = ToneDetector.spans(sound, wav.sampleRate(), voice.hertz, LOUD).stream()
                        .filter(span -> span.length().compareTo(NO_SPEECH) > 0)
                        .toList();
                if (!spans.isEmpty()) {
                    spoken.put(voice, spans);
                }
            }
            assertThat(spoken.keySet())
                    .as("who speaks on channel %s of the recording of %s: %s", channel, owner, spoken)
                    .containsExactlyInAnyOrder(voices);
            Duration heardUntil = Duration.ZERO;
            for (Voice voice : voices) {
                List<Span> spans = spoken.get(voice);
                assertThat(spans.getFirst().from())
                        .as("%s begins after the one before: %s", voice, spoken)
                        .isGreaterThanOrEqualTo(heardUntil);
                assertThat(spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus))
                        .as("how long %s speaks: %s", voice, spoken)
                        .isGreaterThan(LEAST);
                heardUntil = spans.getLast().to().minus(BOTH_AT_ONCE);
            }
            return this;
        }
    }
}
