package io.tapedeck.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that fuzzing has found worth keeping, once more: the same in every run. */
class CorpusTest {

    @ParameterizedTest
    @EnumSource
    void what_was_kept_breaks_nothing(FuzzedParser parser) throws IOException {
        List<byte[]> inputs = Corpus.of(parser);

        assertThat(inputs).isNotEmpty();
        for (byte[] input : inputs) {
            assertThatCode(() -> parser.read(input))
                    .as("input %s", HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nor_does_what_is_left_of_it_at_any_place(FuzzedParser parser) throws IOException {
        for (byte[] input : Corpus.of(parser)) {
            for (int length = 0; length < Math.min(input.length, 512); length++) {
                parser.read(Arrays.copyOf(input, length));
            }
        }
    }
}
