package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.rtp.RtcpCompound;
import io.tapedeck.protocol.rtp.RtcpPacket;
import io.tapedeck.protocol.rtp.RtcpPacket.ReceiverReport;
import io.tapedeck.protocol.rtp.RtcpPacket.ReportBlock;
import io.tapedeck.protocol.rtp.RtcpPacket.SenderReport;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a node says of the streams of a call, over real sockets. */
@ExtendWith(LeakCheck.class)
class StatisticsScenarioTest {

    @TempDir
    Path spool;

    private TestNode node;
    private RelayedPhones call;

    @BeforeEach
    void two_phones_are_in_a_call() {
        node = TestNode.start(spool);
        call = new RelayedPhones(node, "measured").talk();
    }

    @AfterEach
    void the_node_stops() {
        call.close();
        node.close();
    }

    @Test
    void lost_repeated_and_overtaken_packets_are_told() {
        call.alice.skip();
        byte[] early = call.alice.packet();
        byte[] late = call.alice.packet();
        for (byte[] packet : List.of(late, early, late)) {
            call.alice.send(packet, call.portForAlice);
            assertThat(call.bob.receive()).contains(packet);
        }

        NgDictionary reception =
                stream(call.query(), "fA").dictionary("reception").orElseThrow();

        assertThat(reception.integer("expected")).hasValue(4);
        assertThat(reception.integer("lost")).hasValue(1);
        assertThat(reception.integer("reordered")).hasValue(1);
        assertThat(reception.integer("duplicates")).hasValue(1);
        assertThat(reception.integer("payload type")).hasValue(8);
    }

    @Test
    void strangers_are_counted_as_rejected() {
        try (var mallory = new RtpPhone(0xBAD)) {
            mallory.send(call.portForAlice);
        }

        Eventually.passes(
                () -> {
                    NgDictionary stream = stream(call.query(), "fA");
                    assertThat(stream.dictionary("reception").orElseThrow().integer("rejected"))
                            .hasValue(1);
                    assertThat(stream.dictionary("stats").orElseThrow().integer("packets"))
                            .hasValue(1);
                },
                Duration.ofSeconds(20));
        assertThat(call.bob.receive(200)).isEmpty();
    }

    @Test
    void delete_tells_an_opinion_of_each_source() {
        NgDictionary sources = call.hangUp().dictionary("SSRC").orElseThrow();

        for (int ssrc : List.of(0xA11CE, 0xB0B)) {
            NgDictionary source = sources.dictionary(String.valueOf(ssrc)).orElseThrow();
            assertThat(source.dictionary("lowest MOS")).isPresent();
            assertThat(source.dictionary("highest MOS")).isPresent();
            NgDictionary average = source.dictionary("average MOS").orElseThrow();
            assertThat(average.integer("MOS")).hasValue(44);
            assertThat(average.integer("packet loss")).hasValue(0);
            assertThat(average.integer("samples")).hasValue(1);
        }
    }

    @Test
    void receiver_reports_give_the_round_trip_and_the_loss_of_the_receiver() {
        long ntp = 0x0123_4567_89AB_CDEFL;
        var report = new SenderReport(0xA11CE, ntp, 1, 1, 160, List.of());
        byte[] sent = call.alice.send(bytes(report), call.portForAlice);
        var block = new ReportBlock(0xA11CE, 128, 1, 101, 0, 0x4567_89ABL, 0);
        byte[] answered = call.bob.send(bytes(new ReceiverReport(0xB0B, List.of(block))), call.portForBob);

        // it goes on to ports on which these phones do not listen
        assertThat(sent).isNotEmpty();
        assertThat(answered).isNotEmpty();
        Eventually.passes(
                () -> {
                    NgDictionary reception =
                            stream(call.query(), "fA").dictionary("reception").orElseThrow();
                    assertThat(reception.text("reported loss percent")).contains("50.000");
                    assertThat(reception.integer("round-trip time")).isPresent();
                },
                Duration.ofSeconds(20));
    }

    @Test
    void the_manifest_keeps_what_was_measured() {
        call.alice.skip();
        byte[] packet = call.alice.send(call.portForAlice);
        assertThat(call.bob.receive()).contains(packet);

        JsonNode manifest = node.sealedManifest(RelayedPhones.captureOf(call.hangUp()));

        JsonNode caller = manifest.at("/capture/measured/0");
        assertThat(caller.get("side").stringValue()).isEqualTo("caller");
        assertThat(caller.get("packets").longValue()).isEqualTo(2);
        assertThat(caller.get("lost").longValue()).isEqualTo(1);
        assertThat(caller.at("/opinion/samples").intValue()).isEqualTo(1);
        assertThat(manifest.at("/capture/measured/1/side").stringValue()).isEqualTo("callee");
    }

    @Test
    void statistics_have_the_form_that_controllers_know() {
        call.hangUp();
        try (var silent = new RelayedPhones(node, "silent")) {
            silent.hangUp();

            NgDictionary all =
                    silent.ng.ok("statistics").dictionary("statistics").orElseThrow();

            NgDictionary current = all.dictionary("currentstatistics").orElseThrow();
            assertThat(current.integer("sessionstotal")).hasValue(0);
            assertThat(current.integer("packetrate_user")).isPresent();
            NgDictionary total = all.dictionary("totalstatistics").orElseThrow();
            assertThat(total.integer("managedsessions")).hasValue(2);
            assertThat(total.integer("relayedpackets")).hasValue(2);
            assertThat(total.integer("relayedbytes")).hasValue(2 * RtpPhone.PACKET_BYTES);
            assertThat(total.integer("zerowaystreams")).hasValue(1);
            assertThat(total.text("uptime").orElseThrow()).matches("[0-9]+");
            NgDictionary intervals = all.dictionary("intervalstatistics").orElseThrow();
            assertThat(intervals.dictionary("offer").orElseThrow().integer("count"))
                    .hasValue(2);
            assertThat(all.dictionary("controlstatistics").orElseThrow().integer("totaldeletecount"))
                    .hasValue(2);
        }
    }

    private static byte[] bytes(RtcpPacket packet) {
        ByteBuffer out = ByteBuffer.allocate(200);
        RtcpCompound.write(out, packet);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The RTP stream of the first media line of a party. */
    private static NgDictionary stream(NgDictionary report, String tag) {
        NgDictionary party =
                report.dictionary("tags").orElseThrow().dictionary(tag).orElseThrow();
        NgDictionary media = first(party, "medias");
        return first(media, "streams");
    }

    private static NgDictionary first(NgDictionary of, String key) {
        return (NgDictionary) ((NgList) of.entries().get(key)).values().getFirst();
    }
}
