package io.tapedeck.conversion.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.RecordingKey;
import io.tapedeck.conversion.store.RecordingStore.Draft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRecordingStoreTest {

    private static final RecordingKey KEY = new RecordingKey("tenant/2030/01/07/recording.wav");

    @TempDir
    Path root;

    @Test
    void a_recording_appears_when_it_is_complete_and_not_before() throws Exception {
        var store = new LocalRecordingStore(root);

        try (Draft draft = store.begin(KEY)) {
            Files.writeString(draft.file(), "abc");
            assertThat(root.resolve(KEY.path())).doesNotExist();

            StoredFile stored = draft.commit(null);

            assertThat(stored.bytes()).isEqualTo(3);
            assertThat(stored.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
        assertThat(root.resolve(KEY.path())).hasContent("abc");
    }

    @Test
    void nothing_remains_of_a_recording_that_was_given_up() throws Exception {
        try (Draft draft = new LocalRecordingStore(root).begin(KEY)) {
            Files.writeString(draft.file(), "half");
        }

        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void what_a_killed_worker_left_goes_after_a_day_and_what_is_at_work_stays() throws Exception {
        var store = new LocalRecordingStore(root);
        Instant now = Instant.parse("2030-01-07T09:00:00Z");
        try (Draft abandoned = store.begin(KEY);
                Draft atWork = store.begin(KEY)) {
            age(abandoned, now.minus(Duration.ofHours(25)));
            age(atWork, now.minus(Duration.ofHours(1)));

            store.sweep(now);

            assertThat(abandoned.file()).doesNotExist();
            assertThat(atWork.file()).exists();
        }
    }

    @Test
    void a_recording_under_two_keys_is_stored_once_and_deleted_apart() throws Exception {
        var store = new LocalRecordingStore(root);
        var other = new RecordingKey("other/2030/01/07/r.wav");
        try (Draft draft = store.begin(KEY)) {
            Files.writeString(draft.file(), "abc");

            StoredFile also = store.alsoAs(draft.commit(null), other);

            assertThat(also.key()).isEqualTo(other);
            assertThat(also.sha256()).startsWith("ba7816bf");
        }
        assertThat(Files.getAttribute(root.resolve(KEY.path()), "unix:ino"))
                .isEqualTo(Files.getAttribute(root.resolve(other.path()), "unix:ino"));
        Files.delete(root.resolve(KEY.path()));
        assertThat(root.resolve(other.path())).hasContent("abc");
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void the_second_key_replaces_what_an_earlier_try_has_left_there() throws Exception {
        var store = new LocalRecordingStore(root);
        var other = new RecordingKey("other/2030/01/07/r.wav");
        for (String content : new String[] {"first", "second"}) {
            try (Draft draft = store.begin(KEY)) {
                Files.writeString(draft.file(), content);
                StoredFile stored = draft.commit(null);
                store.alsoAs(stored, other);
                store.alsoAs(stored, other);
            }
        }

        assertThat(root.resolve(other.path())).hasContent("second");
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void a_store_that_is_no_directory_is_unreachable() throws Exception {
        var store = new LocalRecordingStore(Files.writeString(root.resolve("file"), "x"));

        assertThat(store.writable()).isFalse();
        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> store.begin(KEY))
                .returns(FailureCode.STORE_UNREACHABLE, JobFailure::code);
    }

    @Test
    void a_store_that_refuses_the_finished_file_is_unreachable_and_keeps_nothing() throws Exception {
        var store = new LocalRecordingStore(root);
        Files.writeString(root.resolve("tenant"), "a file where a directory should be");

        try (Draft draft = store.begin(KEY)) {
            Files.writeString(draft.file(), "abc");

            assertThatExceptionOfType(JobFailure.class)
                    .isThrownBy(() -> draft.commit(null))
                    .returns(FailureCode.STORE_UNREACHABLE, JobFailure::code);
        }
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    private static void age(Draft draft, Instant modified) throws Exception {
        Files.writeString(draft.file(), "x");
        Files.setLastModifiedTime(draft.file(), FileTime.from(modified));
    }
}
