package io.tapedeck.conversion.worker;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.timeline.G711Decoders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    @Test
    void a_native_library_that_cannot_be_loaded_does_not_end_it(@TempDir Path workspace) {
        var conversion = new Conversion(new G711Decoders(), (_, _) -> {
            throw new UnsatisfiedLinkError("no library here");
        });

        assertThatCode(() -> new WarmUp(conversion, workspace).run()).doesNotThrowAnyException();
    }
}
