package io.tapedeck.capture.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tapedeck.capture.encode.EncodeException.Fault;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpeechEncoderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BYTES_PER_MILLI = 16;
    /** See proc(5). */
    private static final int NICE_AFTER_NAME = 16;

    private final SpeechEncoder encoder = new SpeechEncoder(PATIENCE, 1);

    @ParameterizedTest
    @EnumSource
    void the_last_frame_is_filled_with_silence(SpeechCodec codec) throws Exception {
        var linear = new byte[100 * BYTES_PER_MILLI];

        byte[] encoded = encoder.encode(codec, linear);

        int lead = codec.name().startsWith("ILBC") ? 1 : 0;
        int frames = lead + Math.ceilDiv(100, (int) codec.frame().toMillis());
        assertThat(encoded).hasSize(frames * codec.frameBytes());
    }

    @ParameterizedTest
    @EnumSource
    void no_sound_is_no_frames(SpeechCodec codec) throws Exception {
        assertThat(encoder.encode(codec, new byte[0])).isEmpty();
    }

    /** Nothing is left of a sound that was encoded before, or beside it. */
    @ParameterizedTest
    @EnumSource
    void the_same_sound_is_encoded_into_the_same_bytes(SpeechCodec codec) throws Exception {
        var linear = new byte[300 * BYTES_PER_MILLI];
        for (int i = 0; i < linear.length; i++) {
            linear[i] = (byte) (i * i % 31);
        }

        byte[] first = encoder.encode(codec, linear);
        encoder.encode(codec, new byte[4_000]);

        assertThat(encoder.encode(codec, linear)).isEqualTo(first);
    }

    @Test
    void whatever_is_thrown_is_the_fault_of_the_program_and_the_next_one_has_its_turn() throws Exception {
        assertThat(failure(() -> {
                    throw new StackOverflowError("a mistake of the library");
                }))
                .isEqualTo(Fault.PROGRAM);
        assertThat(failure(() -> {
                    throw new ArrayIndexOutOfBoundsException(7);
                }))
                .isEqualTo(Fault.PROGRAM);

        assertThat(encoder.encode(SpeechCodec.GSM, new byte[320])).hasSize(33);
    }

    @Test
    void what_takes_too_long_is_told_to_end() {
        var quick = new SpeechEncoder(Duration.ofMillis(100), 1);
        var ended = new CountDownLatch(1);

        Fault fault = failure(quick, () -> {
            try {
                new CountDownLatch(1).await();
                return new byte[1];
            } finally {
                ended.countDown();
            }
        });

        assertThat(fault).isEqualTo(Fault.BUSY);
        Eventually.holds(() -> ended.getCount() == 0, PATIENCE, "it has ended");
    }

    @Test
    void it_calculates_behind_all_other_threads() throws Exception {
        var niceness = new AtomicReference<String>();

        encoder.encode("thread", () -> {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            niceness.set(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE_AFTER_NAME]);
            return new byte[1];
        });

        assertThat(niceness).hasValue("10");
    }

    private Fault failure(Callable<byte[]> encoding) {
        return failure(encoder, encoding);
    }

    private static Fault failure(SpeechEncoder encoder, Callable<byte[]> encoding) {
        return catchThrowableOfType(EncodeException.class, () -> encoder.encode("test", encoding))
                .fault();
    }
}
