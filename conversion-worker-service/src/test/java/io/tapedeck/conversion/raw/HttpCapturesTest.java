package io.tapedeck.conversion.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class HttpCapturesTest {

    /** Of a loaded machine with a server in the same process. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private byte[] content;
    private RawFile raw;
    private RawServer server;

    @BeforeEach
    void serve() throws IOException {
        Path file = new RawCall()
                .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 16_000))
                .writeTo(folder.resolve("call.pcapng"));
        content = Files.readAllBytes(file);
        server = new RawServer(content);
        raw = new RawFile(server.location(), content.length, RawServer.sha256(file));
        server.tag = raw.sha256();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_capture_is_read_as_often_as_needed_and_is_gone_with_its_job() throws Exception {
        try (FetchedCapture fetched = captures().fetch(raw)) {
            assertThat(framesOf(fetched)).isEqualTo(100);
            assertThat(framesOf(fetched)).isEqualTo(100);
        }

        assertThat(workspace()).isEmpty();
    }

    @Test
    void a_transfer_that_breaks_goes_on_where_it_broke() throws Exception {
        server.breaks.addAll(List.of(1_000, 5_000));

        try (FetchedCapture fetched = captures().fetch(raw)) {
            assertThat(framesOf(fetched)).isEqualTo(100);
        }

        assertThat(server.ranges).containsExactly("null", "bytes=1000-", "bytes=6000-");
    }

    @Test
    void a_server_without_ranges_is_asked_for_the_whole_again() throws Exception {
        server.knowsRanges = false;
        server.breaks.add(1_000);

        try (FetchedCapture fetched = captures().fetch(raw)) {
            assertThat(framesOf(fetched)).isEqualTo(100);
        }
    }

    @Test
    void a_node_that_breaks_every_time_but_always_sends_something_is_not_given_up() throws Exception {
        server.breaks.addAll(List.of(100, 100, 100, 100, 100, 100, 100));

        try (FetchedCapture fetched = captures().fetch(raw)) {
            assertThat(framesOf(fetched)).isEqualTo(100);
        }
    }

    @Test
    void a_node_that_falls_silent_is_left_for_later() {
        server.silent = true;
        server.breaks.addAll(List.of(0, 0, 0));

        var impatient = new HttpCaptures(rules(Duration.ofMillis(100)));

        assertThatThrownBy(() -> impatient.fetch(raw))
                .isInstanceOf(RawUnreachable.class)
                .hasMessageContaining("cannot be reached");
        assertThat(workspace()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 302, 429})
    void a_node_that_cannot_answer_now_is_left_for_later(int status) {
        server.status = status;

        assertThatThrownBy(() -> captures().fetch(raw))
                .isInstanceOf(RawUnreachable.class)
                .hasMessageContaining(String.valueOf(status));
        assertThat(server.ranges).hasSize(3);
    }

    @Test
    void a_node_that_is_not_there_is_left_for_later() {
        server.close();

        assertThatThrownBy(() -> captures().fetch(raw)).isInstanceOf(RawUnreachable.class);
    }

    @Test
    void a_node_whose_name_is_not_known_is_left_for_later_and_that_is_said() {
        var nowhere = new RawFile(URI.create("http://capture.invalid:1/media"), raw.bytes(), raw.sha256());

        assertThatThrownBy(() -> captures().fetch(nowhere))
                .isInstanceOf(RawUnreachable.class)
                .hasMessage("The capture node capture.invalid:1 cannot be reached: its name is not known.");
    }

    @Test
    void a_capture_that_the_node_does_not_have_is_missing() {
        server.status = 404;

        assertFails(() -> captures().fetch(raw), FailureCode.RAW_MISSING, "does not have the raw capture");
        assertThat(workspace()).isEmpty();
    }

    @Test
    void a_wrong_token_is_the_operators_business() {
        assertFails(
                () -> new HttpCaptures(rules(100, "guess")).fetch(raw),
                FailureCode.RAW_MISSING,
                "tapedeck.internal.token");
    }

    @Test
    void a_token_that_is_changed_during_the_transfer_is_the_operators_business() {
        server.breaks.add(1_000);
        server.statusOfRest = 403;

        assertFails(() -> captures().fetch(raw), FailureCode.RAW_MISSING, "tapedeck.internal.token");
        assertThat(server.ranges).containsExactly("null", "bytes=1000-");
        assertThat(workspace()).isEmpty();
    }

    @Test
    void a_file_that_was_cut_is_not_the_sealed_one() {
        server.content = Arrays.copyOf(content, content.length - 10);
        server.tag = null;

        assertFails(() -> captures().fetch(raw), FailureCode.RAW_DAMAGED, "sealed were " + content.length);
    }

    @Test
    void a_file_that_was_changed_is_not_the_sealed_one() {
        server.content[5_000]++;
        server.tag = null;

        assertFails(() -> captures().fetch(raw), FailureCode.RAW_DAMAGED, "another checksum");
        assertThat(server.ranges)
                .as("fetched twice, since it may have suffered on its way")
                .hasSize(2);
        assertThat(workspace()).isEmpty();
    }

    @Test
    void a_file_whose_tag_differs_is_not_even_fetched() {
        server.tag = "0".repeat(64);

        assertFails(() -> captures().fetch(raw), FailureCode.RAW_DAMAGED, "its checksum there");
    }

    @Test
    void a_workspace_that_cannot_be_written_leaves_the_job_for_later() throws Exception {
        Path workspace = Files.writeString(folder.resolve("workspace"), "not a directory");

        assertThatThrownBy(() -> captures().fetch(raw))
                .isInstanceOf(RawUnreachable.class)
                .hasMessage("The worker's workspace " + workspace
                        + " cannot be used: there is something else in its place.");
    }

    @Test
    void a_full_workspace_leaves_the_job_for_later() throws Exception {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            var transfer = new Transfer(raw, rules(PATIENCE), full);

            assertThatThrownBy(transfer::run)
                    .isInstanceOf(RawUnreachable.class)
                    .hasMessage("The worker's workspace cannot take the raw capture: No space left on device.");
        }
        assertThat(server.ranges).as("fetching it again makes no space").hasSize(1);
    }

    @Test
    void a_second_capture_waits_until_there_is_room_and_stops_when_it_is_told_to() throws Exception {
        var captures = new HttpCaptures(rules(1, RawServer.TOKEN));
        try (FetchedCapture _ = captures.fetch(raw)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> captures.fetch(raw)).isInstanceOf(ConversionAborted.class);
            assertThat(Thread.interrupted()).isTrue();
        }

        captures.fetch(raw).close();
    }

    @Test
    void what_a_killed_worker_left_is_swept_and_what_is_in_use_is_not() throws Exception {
        Files.createDirectories(folder.resolve("workspace"));
        Files.writeString(folder.resolve("workspace/left.raw"), "half a call");
        var captures = captures();
        try (FetchedCapture fetched = captures.fetch(raw)) {
            captures.sweep();

            assertThat(workspace()).hasSize(1);
            assertThat(framesOf(fetched)).isEqualTo(100);
        }
    }

    @Test
    void a_capture_in_a_shared_spool_is_read_there() throws Exception {
        Path shared = folder.resolve("spool/0199a000-0000-7000-8000-000000000001/media.pcapng");
        var located = new LocatedCaptures(new SharedDiskCaptures(), captures(), folder.resolve("spool"));
        try (FetchedCapture fetched = located.fetch(raw)) {
            assertThat(framesOf(fetched)).isEqualTo(100);
        }
        assertThat(server.ranges).as("fetched while it is not in the spool").hasSize(1);

        Files.createDirectories(shared.getParent());
        Files.write(shared, content);
        try (FetchedCapture fetched = located.fetch(raw)) {
            assertThat(framesOf(fetched)).isEqualTo(100);
        }

        assertThat(server.ranges).hasSize(1);
    }

    @Test
    void a_file_location_is_read_from_the_disk() throws Exception {
        var located = new LocatedCaptures(new SharedDiskCaptures(), captures(), null);
        URI file = folder.resolve("call.pcapng").toUri();

        try (FetchedCapture fetched = located.fetch(new RawFile(file, raw.bytes(), raw.sha256()))) {
            assertThat(framesOf(fetched)).isEqualTo(100);
        }
    }

    private static void assertFails(ThrowingCallable fetch, FailureCode code, String sentence) {
        assertThatThrownBy(fetch).asInstanceOf(type(JobFailure.class)).satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.responsible()).isEqualTo(Responsible.OPERATOR);
            assertThat(failure.sentence()).contains(sentence);
        });
    }

    private HttpCaptures captures() {
        return new HttpCaptures(rules(100, RawServer.TOKEN));
    }

    private FetchRules rules(int room, String token) {
        return rules(room, token, PATIENCE);
    }

    private FetchRules rules(Duration silence) {
        return rules(100, RawServer.TOKEN, silence);
    }

    private FetchRules rules(int room, String token, Duration silence) {
        return new FetchRules(folder.resolve("workspace"), room, token, PATIENCE, silence, 3, Duration.ofMillis(1));
    }

    private List<Path> workspace() {
        Path directory = folder.resolve("workspace");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int framesOf(FetchedCapture capture) throws JobFailure {
        var frames = new AtomicInteger();
        capture.replay((_, _, _) -> frames.incrementAndGet());
        return frames.get();
    }
}
