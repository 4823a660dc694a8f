package io.tapedeck.protocol.pcapng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tapedeck.protocol.Bytes;
import io.tapedeck.protocol.pcapng.PcapngBlock.EnhancedPacket;
import io.tapedeck.protocol.pcapng.PcapngBlock.InterfaceDescription;
import io.tapedeck.protocol.pcapng.PcapngBlock.Other;
import io.tapedeck.protocol.pcapng.PcapngBlock.SectionHeader;
import io.tapedeck.protocol.pcapng.PcapngBlock.SimplePacket;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngTest {

    private static final long TIME = 1_795_213_827_123_456_789L;

    private static final String SECTION = """
            0a0d0d0a            // section header
            1c000000            // 28 bytes
            4d3c2b1a            // byte-order magic, little endian
            0100 0000           // version 1.0
            ffffffffffffffff    // section length unknown
            1c000000            // 28 bytes
            """;

    @Test
    void writes_blocks_as_the_draft_draws_them() {
        ByteBuffer out = ByteBuffer.allocate(200);
        String expected = """
                0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff // section header of 48 bytes
                0100 0200 68690000                                    // comment "hi", padded
                0400 0100 74000000                                    // written by "t"
                00000000 30000000                                     // end of options, 48 bytes
                01000000 28000000 6500 0000 00000000                  // interface of 40 bytes, raw IP, no limit
                0200 0100 61000000                                    // name "a"
                0900 0100 09000000                                    // resolution 10^-9
                00000000 28000000                                     // end of options, 40 bytes
                06000000 24000000 00000000                            // packet of 36 bytes on interface 0
                e9d1e918 1581cd5f                                     // time, high and low
                03000000 03000000 c0ffee00                            // three bytes of three, padded
                24000000
                """;

        PcapngWriter.sectionHeader(out, "hi", "t");
        PcapngWriter.interfaceDescription(out, PcapngWriter.LINKTYPE_RAW, "a", "", null);
        PcapngWriter.enhancedPacket(out, 0, 0x18E9_D1E9_5FCD_8115L, Bytes.of("c0ffee"));

        assertThat(Bytes.in(out.flip())).isEqualTo(Bytes.in(Bytes.of(expected)));
        assertThat(out.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(PcapngWriter.enhancedPacketLength(3)).isEqualTo(36);
    }

    @Test
    void a_frame_in_two_places_makes_the_same_block() {
        ByteBuffer whole = ByteBuffer.allocate(64);
        ByteBuffer parts = ByteBuffer.allocate(64);

        PcapngWriter.enhancedPacket(whole, 1, TIME, Bytes.of("c0ffee0102030405"));
        PcapngWriter.enhancedPacket(
                parts, 1, TIME, new byte[] {(byte) 0xc0, (byte) 0xff}, Bytes.of("00ee010203040500"), 1, 6);

        assertThat(parts.flip()).isEqualTo(whole.flip());
    }

    @Test
    void reads_what_it_wrote() throws PcapngException {
        ByteBuffer file = capture();

        List<PcapngBlock> blocks = readAll(new PcapngReader(), file);

        assertThat(blocks)
                .containsExactly(
                        new SectionHeader("session 42\ncaller ☎"),
                        new InterfaceDescription(0, 101, "caller", "PCMA/8000", "v=0\r\n"),
                        new InterfaceDescription(1, 101, "callee", ""),
                        new EnhancedPacket(0, TIME, ByteBuffer.allocate(0)),
                        new EnhancedPacket(1, TIME + 1, Bytes.of("01")),
                        new EnhancedPacket(0, TIME + 20_000_000, Bytes.of("0102030405")));
        assertThat(file.hasRemaining()).isFalse();
    }

    @Test
    void a_file_torn_at_any_byte_gives_every_whole_block_and_goes_on_later() throws PcapngException {
        ByteBuffer file = capture();
        List<PcapngBlock> all = readAll(new PcapngReader(), file.duplicate());
        int size = file.limit();

        for (int torn = 0; torn <= size; torn++) {
            var reader = new PcapngReader();
            ByteBuffer part = file.duplicate().limit(torn);

            List<PcapngBlock> blocks = readAll(reader, part);
            assertThat(blocks).as("torn at %d", torn).isEqualTo(all.subList(0, blocks.size()));
            assertThat(torn == size || part.hasRemaining() || blocks.size() < all.size())
                    .isTrue();

            blocks.addAll(readAll(reader, part.limit(size)));
            assertThat(blocks).as("torn at %d, then whole", torn).isEqualTo(all);
        }
    }

    @Test
    void reads_big_endian_files_with_microseconds() throws PcapngException {
        ByteBuffer file = Bytes.of("""
                0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
                00000001 00000014 0001 0000 00040000 00000014               // Ethernet, no options
                00000006 00000024 00000000 00060a24 181e4000 00000001 00000003 ff000000 00000024
                """);

        List<PcapngBlock> blocks = readAll(new PcapngReader(), file);

        assertThat(blocks)
                .containsExactly(
                        new SectionHeader(""),
                        new InterfaceDescription(0, 1, "", ""),
                        new EnhancedPacket(0, 0x0006_0A24_181E_4000L * 1_000, Bytes.of("ff")));
    }

    @Test
    void reads_the_packet_blocks_of_old_and_of_simple_writers() throws PcapngException {
        ByteBuffer file = Bytes.of(SECTION + """
                01000000 14000000 6500 0000 00000000 14000000
                02000000 24000000 0000 ffff 240a0600 00401e18 // obsolete packet block, interface 0, dropped unknown, time
                03000000 03000000 c0ffee00 24000000
                03000000 14000000 03000000 c0ffee00 14000000  // simple packet block, three bytes
                """);

        List<PcapngBlock> blocks = readAll(new PcapngReader(), file);

        assertThat(blocks.subList(2, 4))
                .containsExactly(
                        new EnhancedPacket(0, 0x0006_0A24_181E_4000L * 1_000, Bytes.of("c0ffee")),
                        new SimplePacket(Bytes.of("c0ffee")));
    }

    @Test
    void reads_binary_resolutions_and_offsets() throws PcapngException {
        ByteBuffer file = Bytes.of(SECTION + """
                01000000 2c000000 6500 0000 00000000
                0900 0100 81000000                      // resolution 2^-1
                0e00 0800 0a00000000000000              // ten seconds later
                00000000 2c000000
                06000000 20000000 00000000 00000000 05000000 00000000 00000000 20000000
                """);

        List<PcapngBlock> blocks = readAll(new PcapngReader(), file);

        assertThat(blocks.getLast()).isEqualTo(new EnhancedPacket(0, 12_500_000_000L, ByteBuffer.allocate(0)));
    }

    @Test
    void passes_over_other_blocks_and_starts_anew_with_each_section() throws PcapngException {
        ByteBuffer file = Bytes.of(SECTION + """
                05000000 10000000 00000000 10000000 // statistics
                01000000 14000000 6500 0000 00000000 14000000
                """ + SECTION + """
                06000000 20000000 00000000 00000000 00000000 00000000 00000000 20000000 // of no interface
                """);
        var reader = new PcapngReader();

        assertThat(reader.next(file)).isInstanceOf(SectionHeader.class);
        assertThat(reader.next(file)).isEqualTo(new Other(5, 16));
        assertThat(reader.next(file)).isEqualTo(new InterfaceDescription(0, 101, "", ""));
        assertThat(reader.next(file)).isInstanceOf(SectionHeader.class);
        assertThatExceptionOfType(PcapngException.class).isThrownBy(() -> reader.next(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000 00000000 00000000", // zeros, as a crash leaves them
                "01000000 00000000 00000000",
                "01000000 ffffffff 00000000",
                "01000000 0f000000 00000000 0f000000",
                "01000000 ffffff7f 00000000",
                "01000000 10000000 65000000 14000000", // lengths differ
                "01000000 10000000 65000000 10000000", // too short for an interface
                "01000000 18000000 65000000 00000000 0200ff00 18000000", // an option beyond the block
                "01000000 1c000000 65000000 00000000 09000100 7f000000 1c000000", // resolution 10^-127
                "01000000 1c000000 65000000 00000000 09000100 ff000000 1c000000", // resolution 2^-127
                "06000000 20000000 00000000 00000000 00000000 00000000 00000000 20000000", // no interface
                "0a0d0d0a 1c000000 00000000 01000000 ffffffff ffffffff 1c000000", // no magic
            })
    void refuses_damage_and_stays_before_it(String damage) throws PcapngException {
        ByteBuffer file = Bytes.of(SECTION + damage);
        var reader = new PcapngReader();
        reader.next(file);

        assertThatExceptionOfType(PcapngException.class).isThrownBy(() -> reader.next(file));

        assertThat(file.position()).isEqualTo(28);
    }

    @Test
    void refuses_a_packet_longer_than_its_block() throws PcapngException {
        ByteBuffer file = Bytes.of(SECTION + """
                01000000 14000000 6500 0000 00000000 14000000
                06000000 20000000 00000000 00000000 00000000 01000000 01000000 20000000
                """);
        var reader = new PcapngReader();
        reader.next(file);
        reader.next(file);

        assertThatExceptionOfType(PcapngException.class).isThrownBy(() -> reader.next(file));
    }

    @Test
    void refuses_what_does_not_begin_with_a_section() {
        ByteBuffer classicPcap = Bytes.of("d4c3b2a1 02000400 00000000 00000000 ffff0000 01000000");

        assertThatExceptionOfType(PcapngException.class).isThrownBy(() -> new PcapngReader().next(classicPcap));
    }

    @Test
    void leaves_the_buffers_order_alone() throws PcapngException {
        ByteBuffer file = capture();

        new PcapngReader().next(file);

        assertThat(file.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void writes_all_or_nothing() {
        for (int room = 0; room < 36; room++) {
            ByteBuffer out = ByteBuffer.allocate(room);

            assertThatExceptionOfType(BufferOverflowException.class)
                    .isThrownBy(() -> PcapngWriter.enhancedPacket(out, 0, TIME, Bytes.of("c0ffee")));

            assertThat(out.position()).isZero();
            assertThat(out.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        }
    }

    @Test
    void cuts_an_endless_comment_between_two_characters() throws PcapngException {
        ByteBuffer out = ByteBuffer.allocate(100_000);

        PcapngWriter.sectionHeader(out, "a" + "ü".repeat(50_000), "t");

        var header = (SectionHeader) new PcapngReader().next(out.flip());
        assertThat(header.comment()).hasSize(32_768).endsWith("ü");
    }

    private static ByteBuffer capture() {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        PcapngWriter.sectionHeader(out, "session 42\ncaller ☎", "Tapedeck");
        PcapngWriter.interfaceDescription(out, PcapngWriter.LINKTYPE_RAW, "caller", "PCMA/8000", "v=0\r\n");
        PcapngWriter.interfaceDescription(out, PcapngWriter.LINKTYPE_RAW, "callee", "", null);
        PcapngWriter.enhancedPacket(out, 0, TIME, ByteBuffer.allocate(0));
        PcapngWriter.enhancedPacket(out, 1, TIME + 1, Bytes.of("01"));
        PcapngWriter.enhancedPacket(out, 0, TIME + 20_000_000, Bytes.of("0102030405"));
        return out.flip();
    }

    private static List<PcapngBlock> readAll(PcapngReader reader, ByteBuffer in) throws PcapngException {
        var blocks = new ArrayList<PcapngBlock>();
        for (PcapngBlock block = reader.next(in); block != null; block = reader.next(in)) {
            blocks.add(block);
        }
        return blocks;
    }
}
