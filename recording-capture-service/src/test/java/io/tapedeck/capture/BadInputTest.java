package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.control.NgServer;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever arrives: an error with its reason or a counted drop, a quiet log, bounded memory, and calls go on. */
@ExtendWith({LeakCheck.class, OutputCaptureExtension.class})
class BadInputTest {

    private static final int ROUNDS = 2_000;
    /** What garbage may leave behind; the heap of this test is many times that. */
    private static final long MOST_BYTES_KEPT = 48 << 20;

    @TempDir
    Path spool;

    private TestNode node;
    private NgClient ng;
    private final SplittableRandom random = new SplittableRandom(20_300_107);
    private int said;

    @BeforeEach
    void a_node_runs(CapturedOutput output) {
        node = TestNode.start(spool);
        ng = new NgClient(node.ng());
        said = output.getOut().length();
    }

    @AfterEach
    void calls_go_on_and_the_log_was_quiet(CapturedOutput output) {
        try (var call = new RelayedPhones(node, "afterwards")) {
            call.talk();
            call.hangUp();
        }
        ng.close();
        node.close();
        assertThat(output.getOut().substring(said)).doesNotContain("Exception").doesNotContain(" ERROR ");
    }

    @Test
    void random_datagrams_to_ng_are_counted() {
        for (int i = 0; i < ROUNDS; i++) {
            ng.send(noise(random.nextInt(1, 1_400)));
            ng.send(prefixed("x" + i + " d", noise(random.nextInt(200))));
            ng.send(prefixed("y" + i + " {", noise(random.nextInt(200))));
        }

        Eventually.holds(() -> node.bean(NgServer.class).refused() > 0, Duration.ofSeconds(20), "they are counted");
    }

    @Test
    void bombs_are_no_ng_data() {
        List<String> bombs = List.of(
                "d".repeat(60_000),
                "l".repeat(60_000),
                "d7:command9999999999:ping",
                "d7:command" + "9".repeat(50_000) + ":ping",
                "d7:commandi" + "9".repeat(50_000) + "ee",
                "d7:command4:ping1:al" + "i1e".repeat(19_000) + "ee",
                "{\"command\":" + "[".repeat(30_000),
                "{\"command\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "}",
                "{\"command\":\"ping\",\"a\":" + "9".repeat(60_000) + "}",
                "{\"command\":\"ping\",\"limit\":1e999999999}".repeat(2));
        for (int i = 0; i < bombs.size(); i++) {
            assertThat(ng.raw("bomb" + i + " " + bombs.get(i)).orElseThrow())
                    .as("bomb %d", i)
                    .contains("Invalid NG data format");
        }
    }

    @Test
    void huge_numbers_where_a_number_belongs_are_survived() {
        assertThat(ng.raw("n1 {\"command\":\"list\",\"limit\":1e999999999}").orElseThrow())
                .contains("\"result\"");
        assertThat(ng.raw("n2 {\"command\":\"list\",\"limit\":99999999999999999999}")
                        .orElseThrow())
                .contains("\"result\"");
        assertThat(ng.ask("list", "limit", new NgInteger(Long.MIN_VALUE)).text("result"))
                .contains("ok");
    }

    @Test
    void bad_names_are_refused_by_name() {
        assertThat(reason("c".repeat(4_096), "f")).isEqualTo("call-id is longer than 1024 characters");
        assertThat(reason("a\0b", "f")).isEqualTo("call-id has control characters");
        assertThat(reason("a", "f".repeat(4_096))).isEqualTo("from-tag is longer than 1024 characters");
    }

    @Test
    void a_call_id_that_is_a_path_leads_nowhere() throws IOException {
        String capture;
        try (var call = new RelayedPhones(node, "/../../etc/../passwd").talk()) {
            capture = RelayedPhones.captureOf(call.hangUp());
        }

        node.sealedManifest(capture);
        assertThat(TestNode.captures(spool)).containsExactly(capture);
        try (Stream<Path> around = Files.list(spool.getParent())) {
            assertThat(around.map(Path::getFileName).map(Path::toString)).doesNotContain("passwd");
        }
    }

    @Test
    void an_endless_sdp_is_refused() {
        String lines = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
        assertThat(offer("m1", lines + "m=audio 1 RTP/AVP 8\r\n".repeat(2_500))).isEqualTo("Failed to parse SDP");
        assertThat(offer("m2", "\0".repeat(1_000))).isEqualTo("Failed to parse SDP");
        assertThat(offer("m3", lines + "a=" + "x".repeat(63_000) + "\r\nm=")).isEqualTo("Failed to parse SDP");
        assertThat(ng.ask("query", "call-id", "m1").text("error-reason")).contains("Unknown call-id");
    }

    @Test
    void random_media_is_dropped_and_counted_while_the_call_goes_on() {
        try (var call = new RelayedPhones(node, "under-fire").talk()) {
            for (int i = 0; i < ROUNDS; i++) {
                call.alice.send(noise(random.nextInt(0, 100)), call.portForAlice + random.nextInt(2));
            }
            for (int version = 0; version < 4; version++) {
                byte[] packet = call.alice.packet();
                packet[0] = (byte) (version << 6 | 0x1F);
                Arrays.fill(packet, 12, packet.length, (byte) 0xFF);
                call.alice.send(packet, call.portForAlice);
            }
            for (int length = 0; length < 64; length++) {
                call.bob.send(cutReport(length), call.portForBob);
            }
            byte[] last = call.bob.send(call.portForBob);

            assertThat(Stream.generate(call.alice::receive)
                            .takeWhile(Optional::isPresent)
                            .anyMatch(packet -> Arrays.equals(packet.orElseThrow(), last)))
                    .isTrue();
        }
    }

    @Test
    void garbage_leaves_little_behind() {
        long before = used();
        for (int i = 0; i < ROUNDS; i++) {
            ng.send(prefixed("k" + i + " d7:command4:list4:junk" + 20_000 + ":", noise(20_000)));
            ng.send(("o" + i + " d7:command5:offer7:call-id" + ("g" + i).length() + ":g" + i
                            + "8:from-tag1:f3:sdp3:v=0e")
                    .getBytes(StandardCharsets.UTF_8));
        }
        ng.ok("list"); // what was sent before is done by now, or lost

        assertThat(used() - before).isLessThan(MOST_BYTES_KEPT);
        assertThat(ng.ok("list").entries()).containsKey("calls");
    }

    private String reason(String callId, String tag) {
        NgDictionary reply = ng.ask("offer", "call-id", callId, "from-tag", tag, "sdp", "v=0\r\n");
        assertThat(reply.text("result")).contains("error");
        return reply.text("error-reason").orElseThrow();
    }

    private String offer(String callId, String sdp) {
        return ng.ask("offer", "call-id", callId, "from-tag", "f", "sdp", sdp)
                .text("error-reason")
                .orElseThrow();
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] prefixed(String head, byte[] tail) {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(start.length + tail.length)
                .put(start)
                .put(tail)
                .array();
    }

    /** The head of a sender report that promises 31 blocks and 260 KB. */
    private static byte[] cutReport(int length) {
        byte[] head = {(byte) 0x9F, (byte) 200, (byte) 0xFF, (byte) 0xFF, 0, 0, 0xB, 0xB};
        return Arrays.copyOf(head, length);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
