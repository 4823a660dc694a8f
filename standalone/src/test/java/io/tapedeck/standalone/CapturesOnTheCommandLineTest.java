package io.tapedeck.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./tapedeck captures} on spools as they lie on a disk. */
class CapturesOnTheCommandLineTest {

    private static final String ID = "0199a000-0000-7000-8000-00000000000a";
    private static final String SESSION = "0199a000-0000-7000-8000-00000000000b";
    private static final String TENANT = "0199a000-0000-7000-8000-00000000000c";
    private static final int PACKETS = 5;
    private static final int PAYLOAD = 172;
    private static final long START_NANOS = 1_893_488_400_000_000_000L; // 2030-01-01T09:00:00Z

    @TempDir
    Path spool;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void setUp() throws Exception {
        byte[] media = media();
        Path directory = Files.createDirectory(spool.resolve(ID));
        Files.write(directory.resolve("media.pcapng"), media);
        Files.writeString(directory.resolve("manifest.json"), manifest(media));
    }

    @Test
    void the_list_names_who_talked_when_and_for_how_long() {
        assertThat(captures("list")).isZero();

        assertThat(out.toString())
                .contains("SESSION")
                .containsPattern(
                        ID + " +" + SESSION + " +announced +2030-01-01T09:00:00Z +12.5 s +1.* kB +1001 > 1002");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_list_can_be_read_by_programs() {
        assertThat(captures("list", "--json")).isZero();

        JsonNode one = JsonMapper.builder().build().readTree(out.toString()).get(0);
        assertThat(one.get("id").stringValue()).isEqualTo(ID);
        assertThat(one.get("state").stringValue()).isEqualTo("announced");
        assertThat(one.get("durationMillis").intValue()).isEqualTo(12_500);
        assertThat(one.get("caller").stringValue()).isEqualTo("1001");
    }

    @Test
    void an_empty_spool_and_none_are_told_apart() throws IOException {
        Path empty = Files.createDirectory(spool.resolve("empty"));

        assertThat(run("captures", "list", "--spool", empty.toString())).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("No captures.");
        assertThat(run("captures", "list", "--spool", spool.resolve("none").toString()))
                .isOne();
        assertThat(err.toString()).contains("there is no spool at").contains("--spool DIR");
    }

    @Test
    void a_capture_is_shown_with_its_manifest_and_the_packets_of_each_stream() {
        assertThat(captures("show", ID)).isZero();

        assertThat(out.toString())
                .containsPattern("0 +caller audio RTP +5 packets")
                .contains("2030-01-01T09:00:00.020Z to 2030-01-01T09:00:00.100Z")
                .contains("\"sessionId\" : \"" + SESSION + "\"");
    }

    @Test
    void a_sound_capture_is_verified() {
        assertThat(captures("verify")).isZero();

        assertThat(out.toString()).contains(ID + "  ok, 5 packets").contains("1 captures, 0 with problems");
    }

    @Test
    void a_torn_one_fails_the_command_until_it_is_resealed() throws IOException {
        Path media = spool.resolve(ID).resolve("media.pcapng");
        try (FileChannel channel = FileChannel.open(media, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(media) - 1);
        }

        assertThat(captures("verify", ID)).isOne();
        assertThat(out.toString()).contains("WRONG").contains("no whole block begins at byte");
        assertThat(captures("reseal", ID)).isZero();
        assertThat(out.toString()).contains(ID + "  sealed, 4 packets");
        assertThat(captures("verify", ID)).isZero();
        assertThat(Files.readString(spool.resolve(ID).resolve("manifest.json"))).contains("\"state\":\"sealed\"");
    }

    @Test
    void a_capture_without_a_manifest_is_resealed_for_the_tenant_that_is_named() throws IOException {
        Files.writeString(spool.resolve(ID).resolve("manifest.json"), "{\"ver");

        assertThat(captures("list")).isZero();
        assertThat(out.toString()).contains("damaged");
        assertThat(captures("reseal", ID, "--tenant", TENANT)).isZero();

        assertThat(Files.readString(spool.resolve(ID).resolve("manifest.json")))
                .contains(SESSION)
                .contains(TENANT)
                .contains("PCMA");
    }

    @Test
    void beside_a_running_service_everything_can_be_seen_and_nothing_resealed() throws IOException {
        try (FileChannel service =
                        FileChannel.open(spool.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = service.lock()) {
            assertThat(lock.isValid()).isTrue();

            assertThat(captures("verify")).isZero();
            assertThat(err.toString()).contains("A capture service is running on " + spool.toAbsolutePath());
            assertThat(captures("reseal", ID)).isOne();
        }

        assertThat(err.toString()).contains("belongs to the capture service that is running");
        assertThat(Files.readString(spool.resolve(ID).resolve("manifest.json"))).contains("announced");
    }

    @Test
    void nonsense_is_a_usage_error_and_help_names_the_exit_codes() {
        assertThat(captures("show", "../../etc/passwd")).isEqualTo(2);
        assertThat(err.toString()).contains("is not the id of a capture");
        assertThat(captures("show", TENANT)).isOne();
        assertThat(err.toString()).contains("there is no capture " + TENANT);
        assertThat(captures("reseal", ID, "--tenant", "me")).isEqualTo(2);
        assertThat(run("captures", "verify", "--help")).isZero();
        assertThat(out.toString()).contains("something is wrong with at least one");
    }

    private int captures(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 3);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "captures";
        all[arguments.length + 1] = "--spool";
        all[arguments.length + 2] = spool.toString();
        return run(all);
    }

    private int run(String... arguments) {
        CommandLine tapedeck = Tapedeck.commandLine();
        return tapedeck.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static byte[] media() {
        ByteBuffer file = ByteBuffer.allocate(8_192);
        PcapngWriter.sectionHeader(file, "session " + SESSION + ", Call-ID abc, caller 1001, callee 1002", "Tapedeck");
        PcapngWriter.interfaceDescription(
                file,
                PcapngWriter.LINKTYPE_RAW,
                "caller audio RTP",
                "caller audio RTP to port 30000",
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n");
        byte[] host = {127, 0, 0, 1};
        for (int i = 1; i <= PACKETS; i++) {
            ByteBuffer frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + PAYLOAD);
            UdpFrame.writeHeader(frame, host, 4_000, host, 30_000, PAYLOAD);
            PcapngWriter.enhancedPacket(file, 0, START_NANOS + i * 20_000_000L, frame.clear());
        }
        return Arrays.copyOf(file.array(), file.position());
    }

    private static String manifest(byte[] media) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(media));
        return """
                {"version": 1, "state": "announced", "recovered": false, "sealedAt": "2030-01-01T09:00:13Z",
                 "media": {"bytes": %d, "sha256": "%s", "packets": %d}, "failure": null,
                 "capture": {"captureId": "%s", "sessionId": "%s", "node": "test", "tenantId": null, "callId": "abc",
                  "caller": {"network": "offnet", "number": "1001", "displayName": "", "domain": ""},
                  "callee": {"network": "offnet", "number": "1002", "displayName": "", "domain": ""},
                  "startedAt": "2030-01-01T09:00:00Z", "endedAt": "2030-01-01T09:00:12.5Z", "reason": "call_ended",
                  "droppedPackets": 0, "streams": [], "sdps": [], "orders": [], "intervals": [],
                  "openIntervals": [], "measured": []}}""".formatted(media.length, sha256, PACKETS, ID, SESSION);
    }
}
