package io.tapedeck.conversion.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.recordings.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class JobFailureTest {

    @Test
    void a_store_that_cannot_be_written_says_why_not_only_where() {
        assertThat(JobFailure.writing("/store/x", new NoSuchFileException("/store/x")))
                .hasMessageContaining("the folder is not there");
        assertThat(JobFailure.writing("/store/x", new AccessDeniedException("/store/x")))
                .hasMessageContaining("access is denied");
        assertThat(JobFailure.writing("/store/x", new FileAlreadyExistsException("/store/x")))
                .hasMessageContaining("something else in its place");
    }

    @Test
    void a_full_store_is_the_operators() {
        JobFailure failure = JobFailure.writing("/store/x", new IOException("No space left on device"));

        assertThat(failure.code()).isEqualTo(FailureCode.STORE_FULL);
        assertThat(failure.sentence()).contains("no space left (/store/x)");
    }
}
