package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.session.Protection;
import io.tapedeck.capture.session.Protection.Keyed;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtpReader;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which packets are opened, and how much is tried for those that are not. */
class EncryptionTest {

    private static final int SSRC = 0xCAFE;
    private static final int SEARCHES = 16;

    private final Encryption encryption = of(key(1));

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 20, 100})
    void who_comes_hours_late_is_understood_after_a_while(int turns) {
        SrtpWriter writer = begunLong(turns);

        long refused = IntStream.range(2, 2_000)
                .takeWhile(sequence -> !opens(writer.rtp(packet(sequence, SSRC))))
                .count();

        assertThat(refused).isEqualTo(SEARCHES * (turns / 8L));
    }

    @Test
    void a_sender_that_changes_its_source_with_every_packet_buys_no_more_searches() {
        long found = IntStream.range(0, 4 * SEARCHES)
                .filter(source -> opens(begunLong(5, source).rtp(packet(9, source))))
                .count();

        assertThat(found).isEqualTo(4);
    }

    @Test
    void of_many_keys_the_first_are_taken() {
        SdesKey[] keys = IntStream.range(0, 40).mapToObj(EncryptionTest::key).toArray(SdesKey[]::new);
        Encryption many = of(keys);

        assertThat(opens(many, writer(Encryption.MOST_KEYS - 1).rtp(packet(1, SSRC))))
                .isTrue();
        assertThat(opens(many, writer(Encryption.MOST_KEYS).rtp(packet(1, SSRC))))
                .isFalse();
    }

    private SrtpWriter begunLong(int turns) {
        return begunLong(turns, SSRC);
    }

    /** Nobody here has heard how often its numbers have rolled over. */
    private static SrtpWriter begunLong(int turns, int source) {
        SrtpWriter writer = writer(1);
        for (int turn = 0; turn < turns; turn++) {
            writer.rtp(packet(0, source));
            writer.rtp(packet(65_535, source));
        }
        writer.rtp(packet(1, source));
        return writer;
    }

    private boolean opens(byte[] packet) {
        return opens(encryption, packet);
    }

    private static boolean opens(Encryption by, byte[] packet) {
        return by.open(ByteBuffer.wrap(packet), 0, packet.length, false) != SrtpReader.REFUSED;
    }

    private static Encryption of(SdesKey... keys) {
        Protection protection = new Keyed(List.of(keys));
        return Objects.requireNonNull(Encryption.after(null, protection, KeyedReader.of(protection)));
    }

    private static SdesKey key(int seed) {
        return SdesKey.parse(SrtpWriter.crypto(1, SrtpWriter.SUITE, seed)).getFirst();
    }

    private static SrtpWriter writer(int seed) {
        return new SrtpWriter(SrtpWriter.crypto(1, SrtpWriter.SUITE, seed));
    }

    private static byte[] packet(int sequence, int source) {
        ByteBuffer out = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + 20);
        RtpPackets.write(out, 0, false, sequence, 160 * sequence, source, ByteBuffer.allocate(20));
        return out.array();
    }
}
