package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.testkit.time.Eventually;
import io.tapedeck.testkit.time.SteppingClock;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {

    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final DiskSettings SETTINGS = new DiskSettings(
            FreeSpace.of("20%"),
            FreeSpace.of("10%"),
            FreeSpace.of("5%"),
            Duration.ofMinutes(1),
            Duration.ofDays(7),
            GRACE);
    /** Of a capture in these tests; the disk is a thousand of them. */
    private static final long CAPTURE = 1_000;

    @TempDir
    Path root;

    private final SteppingClock clock = new SteppingClock(Descriptions.START);
    private SpoolDirectory directory;
    private ConvertedCaptures converted;
    private DiskWatch watch;
    private long usable = 1_000 * CAPTURE;

    @BeforeEach
    void setUp() throws IOException {
        directory = new SpoolDirectory(root);
        converted = new ConvertedCaptures(directory, clock);
        watch = new DiskWatch(SETTINGS, directory, this::measure, converted);
    }

    @AfterEach
    void tearDown() throws IOException {
        directory.close();
    }

    @Test
    void a_fault_of_ours_does_not_end_the_watch_and_is_told() {
        var often = new DiskSettings(
                FreeSpace.of("20%"),
                FreeSpace.of("10%"),
                FreeSpace.of("5%"),
                Duration.ofMillis(5),
                Duration.ofDays(7),
                GRACE);
        var isBroken = new AtomicBoolean();
        DiskWatch.Gauge sometimes = () -> {
            if (isBroken.get()) {
                throw new IllegalStateException("unforeseen");
            }
            return new DiskSpace(usable, 1_000 * CAPTURE);
        };
        try (var watching = new DiskWatch(often, directory, sometimes, converted).start()) {
            isBroken.set(true);
            Eventually.holds(() -> watching.work().faults() > 2, Duration.ofSeconds(30), "it looks again");
            isBroken.set(false);

            Eventually.holds(
                    () -> watching.work().state() == VitalWork.State.WORKING, Duration.ofSeconds(30), "it is at work");
        }
    }

    private DiskSpace measure() throws IOException {
        return new DiskSpace(usable - CAPTURE * directory.captures().size(), 1_000 * CAPTURE);
    }

    @Test
    void operators_are_told_once_when_a_level_is_reached() {
        usable = 150 * CAPTURE;
        watch.look();
        watch.look();

        assertThat(watch.level()).isEqualTo(DiskLevel.WARNING);
        assertThat(watch.alarms()).isOne();
        assertThat(watch.takesOptional()).isTrue();
    }

    @Test
    void optional_recordings_are_refused_until_there_is_room_again() {
        usable = 40 * CAPTURE;
        watch.look();
        assertThat(watch.takesOptional()).isFalse();

        usable = 70 * CAPTURE;
        watch.look();

        assertThat(watch.takesOptional()).isTrue();
        assertThat(watch.level()).isEqualTo(DiskLevel.RELEASING);
        assertThat(watch.alarms()).as("better is no alarm").isOne();
    }

    @Test
    void the_oldest_converted_captures_go_until_there_is_enough() throws IOException {
        List<CaptureId> all = announced(20);
        for (CaptureId id : all) {
            converted.converted(id, Descriptions.ORDER.recordingId());
        }
        clock.advance(GRACE);
        usable = 116 * CAPTURE; // 96 are free, more than 105 would be enough

        watch.look();

        assertThat(directory.captures()).containsExactlyElementsOf(all.subList(10, 20));
        assertThat(converted.released()).isEqualTo(10);
        assertThat(watch.level()).isEqualTo(DiskLevel.WARNING);
    }

    @Test
    void nothing_is_released_that_is_not_converted_announced_and_out_of_its_grace() throws IOException {
        List<CaptureId> all = announced(4);
        CaptureId unknown = all.get(0);
        CaptureId other = all.get(1);
        CaptureId sealed = all.get(2);
        CaptureId young = all.get(3);
        converted.converted(other, new RecordingId(UUID.randomUUID()));
        converted.converted(sealed, Descriptions.ORDER.recordingId());
        clock.advance(GRACE);
        converted.converted(young, Descriptions.ORDER.recordingId());
        var manifest = root.resolve(sealed.toString()).resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"announced\"", "\"sealed\""));
        usable = 30 * CAPTURE;

        watch.look();

        assertThat(directory.captures()).containsExactlyInAnyOrder(unknown, other, sealed, young);
    }

    @Test
    void with_room_enough_converted_captures_are_kept_for_their_time() throws IOException {
        CaptureId id = announced(1).getFirst();
        converted.converted(id, Descriptions.ORDER.recordingId());
        var retention = new SpoolRetention(directory, Duration.ZERO, converted, SETTINGS.keepConverted(), clock);
        clock.advance(Duration.ofDays(6));

        watch.look();
        retention.sweep();
        assertThat(directory.captures()).containsExactly(id);
        clock.advance(Duration.ofDays(1));
        retention.sweep();

        assertThat(directory.captures()).isEmpty();
    }

    @Test
    void a_note_that_a_crash_tore_counts_for_nothing_and_is_written_again() throws IOException {
        CaptureId id = announced(1).getFirst();
        Path note = root.resolve(id.toString()).resolve("converted");
        Files.writeString(note, Descriptions.ORDER.recordingId().toString().substring(0, 20) + "\n");

        converted.converted(id, Descriptions.ORDER.recordingId());
        converted.converted(id, Descriptions.ORDER.recordingId());

        assertThat(Files.readAllLines(note)).hasSize(2);
        assertThat(directory.conversionNote(id).read()).containsOnlyKeys(Descriptions.ORDER.recordingId());
    }

    @Test
    void recordings_of_other_nodes_leave_nothing_here() throws IOException {
        converted.converted(Descriptions.freshId(), Descriptions.ORDER.recordingId());

        assertThat(directory.captures()).isEmpty();
    }

    @Test
    void a_resealed_capture_counts_as_converted_no_longer() throws IOException {
        CaptureId id = announced(1).getFirst();
        converted.converted(id, Descriptions.ORDER.recordingId());

        new Resealing(directory, clock).reseal(id, null, List.of());

        assertThat(directory.conversionNote(id).read()).isEmpty();
    }

    private List<CaptureId> announced(int captures) throws IOException {
        List<CaptureId> all = new ArrayList<>();
        for (int i = 0; i < captures; i++) {
            CaptureId id = Descriptions.freshId();
            directory.create(id);
            directory.write(Manifest.open(Descriptions.ended(id, Descriptions.START), 1));
            new CaptureSealing(directory, clock).again(directory.read(id));
            directory.markAnnounced(id);
            all.add(id);
        }
        all.sort((a, b) -> a.toString().compareTo(b.toString()));
        return all;
    }
}
