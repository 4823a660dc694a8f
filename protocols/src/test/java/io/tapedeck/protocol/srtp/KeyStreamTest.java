package io.tapedeck.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** With the test vectors of RFC 3711, appendix B. */
class KeyStreamTest {

    private static final HexFormat HEX = HexFormat.of();

    /** B.2: all blocks that a packet may have. */
    @Test
    void the_stream_is_that_of_the_standard_to_its_last_block() {
        var stream = new KeyStream(
                HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c"), HEX.parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"));
        ByteBuffer zeros = ByteBuffer.allocate(0xFF02 * KeyStream.BLOCK);

        stream.apply(zeros, 0, zeros.capacity(), 0, 0);

        assertThat(block(zeros, 0)).isEqualTo("e03ead0935c95e80e166b16dd92b4eb4");
        assertThat(block(zeros, 1)).isEqualTo("d23513162b02d0f72a43a2fe4a5f97ab");
        assertThat(block(zeros, 2)).isEqualTo("41e95b3bb0a2e8dd477901e4fca894c0");
        assertThat(block(zeros, 0xFEFF)).isEqualTo("ec8cdf7398607cb0f2d21675ea9ea1e4");
        assertThat(block(zeros, 0xFF00)).isEqualTo("362b7c3c6773516318a077d7fc5073ae");
        assertThat(block(zeros, 0xFF01)).isEqualTo("6a2cc3787889374fbeb4c81b17ba6c44");
    }

    /** B.3: the session key and salt that come of a master key give the stream of the key and salt written there. */
    @Test
    void session_keys_are_those_of_the_standard() {
        var master = new SdesKey(
                1,
                10,
                HEX.parseHex("e1f97a0d3e018be0d64fa32c06de4139"),
                HEX.parseHex("0ec675ad498afeebb6960b3aabe6"),
                0);
        var written = new KeyStream(
                HEX.parseHex("c61e7a93744f39ee10734afe3ff7a087"), HEX.parseHex("30cbbc08863d8c85d49db34a9ae1"));

        assertThat(someOf(new SessionKeys(master, SessionKeys.RTP).stream())).isEqualTo(someOf(written));
    }

    private static String someOf(KeyStream stream) {
        ByteBuffer zeros = ByteBuffer.allocate(KeyStream.BLOCK);
        stream.apply(zeros, 0, KeyStream.BLOCK, 0xCAFE, 0x1_0000_0007L);
        return HEX.formatHex(zeros.array());
    }

    private static String block(ByteBuffer bytes, int number) {
        byte[] block = new byte[KeyStream.BLOCK];
        bytes.get(number * KeyStream.BLOCK, block);
        return HEX.formatHex(block);
    }
}
