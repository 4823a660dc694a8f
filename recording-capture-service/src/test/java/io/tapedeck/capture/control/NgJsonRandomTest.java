package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Good requests in JSON, damaged at random: a value, or the refusal that the dispatcher knows. */
class NgJsonRandomTest {

    /** {@code -Dtapedeck.random.rounds=20000000} for a night. */
    private static final int ROUNDS = Integer.getInteger("tapedeck.random.rounds", 40_000);

    private static final List<String> SAMPLES = List.of(
            "{\"command\":\"offer\",\"call-id\":\"a\",\"sdp\":\"v=0\\r\\n\",\"flags\":[\"record-call\",\"x\"],\"limit\":-1}",
            "{\"a\":{\"b\":[{\"c\":true},null,1.5e3,\"\\u00fc\\ud83d\\ude00\"]},\"n\":9223372036854775807}",
            "{\"tapedeck\":{\"orders\":\"[{\\\"recordingId\\\":\\\"x\\\"}]\"},\"\":\"\",\"q\":[[[[]]]]}");

    private final long seed = Long.getLong("tapedeck.random.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final NgJson json = new NgJson(JsonMapper.builder().build());

    @Test
    void what_is_damaged_is_read_or_refused() {
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = damaged(SAMPLES.get(random.nextInt(SAMPLES.size())).getBytes(StandardCharsets.UTF_8));
            read += survives(input) ? 1 : 0;
        }

        assertThat(read).isBetween(ROUNDS / 100, ROUNDS);
    }

    private boolean survives(byte[] input) {
        try {
            if (json.decode(input) instanceof NgDictionary dictionary) {
                byte[] written = json.encode(dictionary);
                assertThat(json.encode((NgDictionary) json.decode(written))).isEqualTo(written);
            }
            return true;
        } catch (JacksonException _) {
            return false;
        } catch (RuntimeException | AssertionError e) {
            return fail("seed %d, input %s", seed, new String(input, StandardCharsets.ISO_8859_1), e);
        }
    }

    private byte[] damaged(byte[] sample) {
        byte[] bytes = sample.clone();
        for (int change = random.nextInt(1, 4); change > 0 && bytes.length > 1; change--) {
            int place = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[place] = (byte) random.nextInt();
                case 1 -> bytes[place] = (byte) "{}[]\",:\\e-0u".charAt(random.nextInt(12));
                case 2 -> bytes = Arrays.copyOf(bytes, place + 1);
                default -> System.arraycopy(bytes, 0, bytes, place, bytes.length - place);
            }
        }
        return bytes;
    }
}
