package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolRecoveryTest {

    private static final byte[] LOCALHOST = {127, 0, 0, 1};
    private static final int PACKETS = 3;
    private static final int PAYLOAD = 20;

    @TempDir
    Path root;

    private final List<CaptureId> sealed = new ArrayList<>();
    private final SpoolCounters counters = new SpoolCounters();
    private SpoolDirectory directory;
    private SpoolRecovery recovery;

    @BeforeEach
    void setUp() throws IOException {
        directory = new SpoolDirectory(root);
        recovery = recoveryOfOneStart();
    }

    private SpoolRecovery recoveryOfOneStart() {
        return new SpoolRecovery(
                directory,
                new Announcements() {
                    @Override
                    public void started(Manifest open) {
                        throw new AssertionError("recovery starts nothing");
                    }

                    @Override
                    public void sealed(Manifest manifest) {
                        sealed.add(manifest.capture().captureId());
                    }
                },
                Clock.fixed(Descriptions.START.plusSeconds(600), ZoneOffset.UTC),
                counters);
    }

    @AfterEach
    void tearDown() throws IOException {
        directory.close();
    }

    @Test
    void a_capture_cut_at_any_byte_is_sealed_with_every_whole_packet() throws IOException {
        byte[] whole = media();
        int packetLength = packetLength();
        int preamble = whole.length - PACKETS * packetLength;

        for (int cut = 0; cut <= whole.length; cut++) {
            CaptureId id = leftOpen(Arrays.copyOf(whole, cut));

            recovery.recover(List.of(id), directory.journals());

            Manifest manifest = directory.read(id);
            int packets = Math.max(0, cut - preamble) / packetLength;
            assertThat(manifest.state()).isEqualTo(Manifest.State.SEALED);
            assertThat(manifest.media().packets()).as("cut at %s", cut).isEqualTo(packets);
            assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize(packets);
            assertThat(manifest.media().bytes()).isEqualTo(Files.size(directory.mediaFile(id)));
        }
        assertThat(sealed).hasSize(whole.length + 1);
    }

    @Test
    void a_recovered_capture_ends_when_its_last_packet_has_sounded() throws IOException {
        CaptureId id = leftOpen(media());

        recovery.recover(List.of(id), directory.journals());

        Manifest manifest = directory.read(id);
        var end = Descriptions.START.plus(Duration.ofMillis(20L * PACKETS + 20));
        assertThat(manifest.recovered()).isTrue();
        assertThat(manifest.capture().reason()).isEqualTo(SealReason.RECOVERED);
        assertThat(manifest.capture().endedAt()).isEqualTo(end);
        assertThat(manifest.capture().intervals())
                .containsExactly(new OrderedInterval(Descriptions.ORDER.recordingId(), Descriptions.START, end, false));
        assertThat(counters.recoveredCaptures()).isOne();
    }

    @Test
    void garbage_behind_whole_packets_is_cut_off() throws IOException {
        byte[] whole = media();
        byte[] torn = Arrays.copyOf(whole, whole.length + 500);
        Arrays.fill(torn, whole.length, torn.length, (byte) 0xA5);
        CaptureId id = leftOpen(torn);

        recovery.recover(List.of(id), directory.journals());

        assertThat(Files.readAllBytes(directory.mediaFile(id))).isEqualTo(whole);
    }

    @Test
    void zeros_that_a_power_cut_left_behind_are_cut_off() throws IOException {
        byte[] whole = media();
        CaptureId id = leftOpen(Arrays.copyOf(whole, whole.length + 4_096));

        recovery.recover(List.of(id), directory.journals());

        assertThat(Files.readAllBytes(directory.mediaFile(id))).isEqualTo(whole);
    }

    @Test
    void a_damaged_manifest_is_put_aside_and_stops_nothing() throws IOException {
        CaptureId damaged = leftOpen(media());
        Files.writeString(root.resolve(damaged.toString()).resolve("manifest.json"), "{\"version\":1,\"state\":\"op");
        CaptureId good = leftOpen(media());

        recovery.recover(List.of(damaged, good), directory.journals());

        assertThat(sealed).containsExactly(good);
        assertThat(root.resolve("damaged").resolve(damaged.toString()).resolve("media.pcapng"))
                .exists();
        assertThat(counters.capturesSetAside()).isOne();
    }

    @Test
    void a_manifest_of_the_future_is_put_aside() throws IOException {
        CaptureId id = leftOpen(media());
        Path manifest = root.resolve(id.toString()).resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"version\":1", "\"version\":2"));

        recovery.recover(List.of(id), directory.journals());

        assertThat(sealed).isEmpty();
        assertThat(root.resolve("damaged").resolve(id.toString())).exists();
    }

    @Test
    void what_was_sealed_and_never_told_is_told_and_what_was_told_is_not() throws IOException {
        CaptureId id = leftOpen(media());
        recoveryOfOneStart().recover(List.of(id), directory.journals());
        recoveryOfOneStart().recover(List.of(id), directory.journals());
        directory.markAnnounced(id);
        recoveryOfOneStart().recover(List.of(id), directory.journals());

        assertThat(sealed).containsExactly(id, id);
    }

    private CaptureId leftOpen(byte[] media) throws IOException {
        CaptureId id = Descriptions.freshId();
        directory.create(id);
        directory.write(Manifest.open(Descriptions.open(id), 1));
        Files.write(directory.mediaFile(id), media);
        return id;
    }

    private static int packetLength() {
        return PcapngWriter.enhancedPacketLength(UdpFrame.headerLength(false) + PAYLOAD);
    }

    private static byte[] media() {
        ByteBuffer out = ByteBuffer.allocate(8_192);
        out.put(Preamble.section("test"));
        out.put(Preamble.of(Descriptions.CALLER));
        for (int i = 1; i <= PACKETS; i++) {
            ByteBuffer frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + PAYLOAD);
            UdpFrame.writeHeader(frame, LOCALHOST, 4_000, LOCALHOST, 30_000, PAYLOAD);
            PcapngWriter.enhancedPacket(out, 0, Descriptions.CLOCK.unixNanos(i * 20_000_000L), frame.clear());
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
