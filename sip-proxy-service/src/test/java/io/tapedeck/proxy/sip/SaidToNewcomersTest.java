package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.BeepRules;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.recording.Prompt;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import io.tapedeck.proxy.routing.ExampleDirectory;
import io.tapedeck.proxy.voice.ShippedPrompts;
import io.tapedeck.proxy.voice.ShippedPrompts.Phrase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a recording as parties come. The tenant wants all to know, greets callers from outside, and beeps. */
class SaidToNewcomersTest extends TransferScene {

    private static final AnnouncementId WELCOME = new AnnouncementId(new UUID(6, 2));
    private static final Prompt GREETING = Prompt.of("welcome".getBytes(StandardCharsets.UTF_8));

    private final FakeSpeaker speaker = new FakeSpeaker();

    @Override
    SipServer server(SipServerSettings settings) {
        SipServer server = super.server(settings);
        DirectorySnapshot directory = directory();
        server.speakWith(speaker.voices(() -> directory));
        return server;
    }

    private static DirectorySnapshot directory() {
        var recording = new RecordingSettings(true, MediaFormat.WAV, ChannelLayout.STEREO, null);
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
                new AnnouncementRules(true, false, false, false, null, WELCOME),
                new BeepRules(5),
                null,
                null,
                null);
        return ExampleDirectory.with(
                new DirectoryEvent.Tenant(FakeHouse.TENANT, "Example", "example.com", true, recording),
                new DirectoryEvent.Rules(new UUID(6, 3), RecordingLevel.TENANT, FakeHouse.TENANT.value(), 1, rules),
                new DirectoryEvent.Announcement(
                        WELCOME,
                        FakeHouse.TENANT,
                        "Welcome",
                        GREETING.sha256(),
                        Base64.getEncoder().encodeToString(GREETING.content())));
    }

    @BeforeEach
    void listen() {
        speaker.reset();
        speaker.heard = Duration.ofMillis(20);
        speaker.names.put(
                new ShippedPrompts()
                        .find(PromptLanguage.ENGLISH, Phrase.STARTED)
                        .sha256(),
                "started");
        speaker.names.put(GREETING.sha256(), "greeting");
    }

    @Test
    void who_comes_by_a_transfer_hears_that_the_call_is_recorded_and_the_beeps_go_on() throws Exception {
        Call call = call("told");
        assertSaid(call.sessionId(), "started to ALL", "beeps");

        transfer(call, "told-2");

        assertSaid(call.sessionId(), "hush", "started to CALLEE", "beeps");
    }

    @Test
    void the_phone_that_the_caller_keeps_is_told_as_well() throws Exception {
        house.reach("1002", bob, carol);
        alice.send(alice.invite("sip:1002@example.com", "kept"));
        Message atBob = bob.expectRequest("INVITE");
        Message atCarol = carol.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message first = alice.expectStatus(200);
        Message second = alice.expectStatus(200);
        String session = first.header("X-Session-Id");
        assertSaid(session, "started to ALL", "beeps");

        alice.send(alice.inDialog(second, "ACK", 1, ""));
        alice.send(alice.inDialog(first, "BYE", 2, ""));

        assertSaid(session, "hush", "started to CALLEE", "beeps");
    }

    @Test
    void nobody_is_told_while_it_rings_what_all_are_told_when_it_is_answered() throws Exception {
        house.start = Start.EARLY;
        alice.send(alice.invite("sip:1002@example.com", "early-told"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP));
        String session = alice.expectStatus(183).header("X-Session-Id");
        assertThat(speaker.saidIn(new SessionId(UUID.fromString(session))).poll(500, TimeUnit.MILLISECONDS))
                .isNull();

        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);

        assertSaid(session, "started to ALL", "beeps");
    }

    @Test
    void who_calls_from_outside_is_greeted_by_whoever_picks_the_call_up() throws Exception {
        house.owners.remove(alice.port());
        house.trunks.put(alice.port(), TransferRightsTest.CARRIER);
        alice.send(alice.invite("sip:1002@example.com", "greeted"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 180, "Ringing", ""));
        String session = alice.expectStatus(180).header("X-Session-Id");
        house.beginning = List.of(Orders.of(1, null, null));

        carol.send(carol.invite(
                "sip:1001@example.com", "greeted-2", "Replaces: greeted;to-tag=from-alice;from-tag=to-bob"));
        alice.send(alice.response(alice.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        carol.expectStatus(200);

        assertSaid(session, "greeting to CALLER", "started to ALL", "beeps");
    }

    private void assertSaid(String session, String... lines) throws InterruptedException {
        for (String line : lines) {
            assertThat(speaker.saidIn(new SessionId(UUID.fromString(session))).poll(30, TimeUnit.SECONDS))
                    .isEqualTo(line);
        }
    }

    private Message transfer(Call call, String callId) {
        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), callId);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        return alice.expectStatus(200);
    }
}
