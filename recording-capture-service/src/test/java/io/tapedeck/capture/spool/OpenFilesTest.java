package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file system whose sync fails does not say of which manifests. */
class OpenFilesTest {

    private final AtomicBoolean isRefusing = new AtomicBoolean();
    private final OpenFiles open = new OpenFiles(new FileSync() {

        @Override
        public void sync() throws IOException {
            if (isRefusing.get()) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    });
    private final CaptureFile file =
            new CaptureFile(Descriptions.freshId(), Descriptions.CLOCK, "session", new BufferPool());

    @BeforeEach
    void add() {
        open.add(file, file::doubtManifest);
    }

    @Test
    void after_a_sync_that_failed_every_manifest_is_in_doubt_until_it_is_written_again() throws IOException {
        refuse(1);

        assertThat(open.sync()).isFalse();
        file.trustManifest();
        assertThat(open.sync()).isTrue();
    }

    @Test
    void each_doubt_needs_a_manifest_of_its_own() throws IOException {
        refuse(2);

        file.trustManifest();
        assertThat(open.sync()).isFalse();
        file.trustManifest();
        assertThat(open.sync()).isTrue();
    }

    @Test
    void a_capture_that_is_sealed_is_in_doubt_no_longer() throws IOException {
        refuse(1);

        open.remove(file);

        assertThat(open.sync()).isTrue();
    }

    private void refuse(int times) {
        isRefusing.set(true);
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(open::sync).isInstanceOf(IOException.class);
        }
        isRefusing.set(false);
    }
}
