package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.NgClient;
import io.tapedeck.capture.RtpPhone;
import io.tapedeck.capture.TestNode;
import io.tapedeck.capture.session.CallEvent.DigitPressed;
import io.tapedeck.capture.session.CallEvents;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PressedKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to a call reaches its controller and whoever else is named for it. */
class EventDeliveryTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final DigitPressed HASH_OF_CALLER = new DigitPressed(
            "c1",
            Instant.ofEpochSecond(1_700_000_000),
            Side.CALLER,
            '#',
            Duration.ofMillis(160),
            10,
            PressedKey.Source.RTP,
            false);

    @TempDir
    Path spool;

    private DatagramSocket log;
    private RtpPhone phone;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        log = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        log.setSoTimeout(20_000);
        phone = new RtpPhone(1);
        node = TestNode.start(
                spool,
                "--tapedeck.capture.ng-tcp=0",
                "--tapedeck.capture.ng-idle=2s",
                "--tapedeck.capture.unanswered-timeout=5s",
                "--tapedeck.capture.dtmf-log-dest=127.0.0.1:" + log.getLocalPort(),
                "--tapedeck.capture.event-log-dest=127.0.0.1:" + log.getLocalPort());
    }

    @AfterEach
    void stop() {
        node.close();
        phone.close();
        log.close();
    }

    @Test
    void a_key_is_told_as_rtpengine_tells_it_and_how_it_came() throws IOException {
        try (var ng = new NgClient(node.ng())) {
            call(ng);
            node.bean(CallEvents.class).happened(HASH_OF_CALLER);

            assertThat(logged()).isEqualTo(JSON.readTree("""
                {"callid":"c1","source_tag":"a","tags":["b"],"type":"DTMF","timestamp":1700000000,
                 "source_ip":"127.0.0.1","event":11,"duration":160,"volume":10,"source":"rtp"}
                """));
        }
    }

    @Test
    void a_key_pressed_just_before_hanging_up_is_told_with_its_party() throws Exception {
        var pressed = new CountDownLatch(1);
        try (var ng = new NgClient(node.ng())) {
            call(ng);
            CaptureSessions calls = node.bean(CaptureSessions.class);
            calls.inOrder("c1", () -> {
                await(pressed);
                calls.hangUp(calls.find("c1").orElseThrow());
            });

            node.bean(CallEvents.class).happened(HASH_OF_CALLER);
            pressed.countDown();

            assertThat(logged().get("source_tag").stringValue()).isEqualTo("a");
            assertThat(calls.find("c1")).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void recordings_are_told_when_they_begin_pause_and_end() throws IOException {
        try (var ng = new NgClient(node.ng())) {
            call(ng);
            ng.ok("start recording", "call-id", "c1");
            ng.ok("pause recording", "call-id", "c1");
            ng.ok("start recording", "call-id", "c1");
            ng.ok("stop recording", "call-id", "c1");

            assertThat(new String[] {recording(), recording(), recording(), recording()})
                    .containsExactly("on", "paused", "on", "off");
        }
    }

    @Test
    void the_connection_that_spoke_about_the_call_is_told_in_its_own_format() throws IOException {
        var at = node.controllers().tcpAddresses().getFirst();
        try (var socket = new Socket(at.getAddress(), at.getPort())) {
            socket.setSoTimeout(20_000);
            say(
                    socket,
                    "t1 "
                            + JSON.writeValueAsString(java.util.Map.of(
                                    "command", "offer", "call-id", "c2", "from-tag", "a", "sdp", phone.sdp())));
            assertThat(hear(socket)).startsWith("t1 {");

            String told = hear(socket); // nobody answers: longer than an idle connection would live

            assertThat(told).startsWith("event-1 {");
            JsonNode event = JSON.readTree(told.substring(told.indexOf('{')));
            assertThat(event.get("notify").stringValue()).isEqualTo("onMediaTimeout");
            assertThat(event.at("/data/callid").stringValue()).isEqualTo("c2");
        }
    }

    private void call(NgClient ng) {
        ng.ok("offer", "call-id", "c1", "from-tag", "a", "sdp", phone.sdp());
        ng.ok("answer", "call-id", "c1", "from-tag", "a", "to-tag", "b", "sdp", phone.sdp());
    }

    private String recording() throws IOException {
        return logged().get("recording").stringValue();
    }

    private JsonNode logged() throws IOException {
        var packet = new DatagramPacket(new byte[2_048], 2_048);
        log.receive(packet);
        return JSON.readTree(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One message, which fits into one segment. */
    private static String hear(Socket socket) throws IOException {
        byte[] bytes = new byte[8_192];
        int length = socket.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
}
