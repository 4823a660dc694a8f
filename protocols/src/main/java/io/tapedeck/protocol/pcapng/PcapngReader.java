package io.tapedeck.protocol.pcapng;

import io.tapedeck.protocol.pcapng.PcapngBlock.EnhancedPacket;
import io.tapedeck.protocol.pcapng.PcapngBlock.InterfaceDescription;
import io.tapedeck.protocol.pcapng.PcapngBlock.Other;
import io.tapedeck.protocol.pcapng.PcapngBlock.SectionHeader;
import io.tapedeck.protocol.pcapng.PcapngBlock.SimplePacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes pcapng apart, block by block, from whatever piece of the file the caller has at hand; both byte orders, any time
 * resolution. A torn last block is simply never complete. For one thread.
 */
public final class PcapngReader {

    /** No block of ours comes near; a longer one is damage, not data. */
    private static final int LONGEST_BLOCK = 1 << 20;

    /** A stranger's file may not fill the memory with interfaces. */
    private static final int MOST_INTERFACES = 65_536;

    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int SMALLEST_BLOCK = 12;
    private static final int BLOCK_START = 8;
    private static final int PACKET_FIXED = 20;

    private final List<InterfaceClock> clocks = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean inSection;

    /**
     * The next block from the buffer's position on.
     *
     * @return null when the buffer ends before the block does: the position is untouched, supply more bytes
     * @throws PcapngException when this is not pcapng; the position stays before the damage, and reading further makes no sense
     */
    public @Nullable PcapngBlock next(ByteBuffer in) throws PcapngException {
        ByteOrder ofCaller = in.order();
        try {
            return nextInOwnOrder(in);
        } finally {
            in.order(ofCaller);
        }
    }

    private @Nullable PcapngBlock nextInOwnOrder(ByteBuffer in) throws PcapngException {
        if (in.remaining() < SMALLEST_BLOCK) {
            return null;
        }
        int start = in.position();
        int type = in.order(ByteOrder.LITTLE_ENDIAN).getInt(start);
        if (type == PcapngWriter.SECTION_HEADER) {
            beginSection(in.getInt(start + BLOCK_START));
        } else if (!inSection) {
            throw new PcapngException("no section header at the beginning");
        }
        in.order(order);
        int length = in.getInt(start + Integer.BYTES);
        if (length < SMALLEST_BLOCK || length > LONGEST_BLOCK || length % 4 != 0) {
            throw new PcapngException("a block of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (in.remaining() < length) {
            return null;
        }
        if (in.getInt(start + length - Integer.BYTES) != length) {
            throw new PcapngException("the lengths before and behind a block differ");
        }
        PcapngBlock block = parse(
                in.getInt(start),
                in.slice(start + BLOCK_START, length - SMALLEST_BLOCK).order(order),
                length);
        in.position(start + length);
        return block;
    }

    private void beginSection(int magic) throws PcapngException {
        if (magic == PcapngWriter.BYTE_ORDER_MAGIC) {
            order = ByteOrder.LITTLE_ENDIAN;
        } else if (Integer.reverseBytes(magic) == PcapngWriter.BYTE_ORDER_MAGIC) {
            order = ByteOrder.BIG_ENDIAN;
        } else {
            throw new PcapngException("a section header without byte-order magic");
        }
        inSection = true;
        clocks.clear();
    }

    private PcapngBlock parse(int type, ByteBuffer body, int length) throws PcapngException {
        return switch (type) {
            case PcapngWriter.SECTION_HEADER -> sectionHeader(body);
            case PcapngWriter.INTERFACE_DESCRIPTION -> interfaceDescription(body);
            case PcapngWriter.ENHANCED_PACKET -> enhancedPacket(body, body.remaining() < 4 ? 0 : body.getInt(0));
            case OBSOLETE_PACKET ->
                enhancedPacket(body, body.remaining() < 4 ? 0 : Short.toUnsignedInt(body.getShort(0)));
            case SIMPLE_PACKET -> simplePacket(body);
            default -> new Other(type, length);
        };
    }

    private static SectionHeader sectionHeader(ByteBuffer body) throws PcapngException {
        require(body.remaining() >= 16, "a section header is too short");
        body.position(16);
        return new SectionHeader(text(options(body), PcapngWriter.OPTION_COMMENT));
    }

    private InterfaceDescription interfaceDescription(ByteBuffer body) throws PcapngException {
        require(body.remaining() >= 8, "an interface description is too short");
        int linkType = Short.toUnsignedInt(body.getShort(0));
        body.position(8);
        List<Option> options = options(body);
        require(clocks.size() < MOST_INTERFACES, "more than " + MOST_INTERFACES + " interfaces");
        clocks.add(InterfaceClock.of(resolution(options), offsetSeconds(options, body.order())));
        return new InterfaceDescription(
                clocks.size() - 1,
                linkType,
                text(options, PcapngWriter.OPTION_NAME),
                text(options, PcapngWriter.OPTION_DESCRIPTION),
                text(options, PcapngWriter.OPTION_COMMENT));
    }

    private static byte resolution(List<Option> options) {
        return find(options, PcapngWriter.OPTION_RESOLUTION)
                .filter(option -> option.value().length > 0)
                .map(option -> option.value()[0])
                .orElse(InterfaceClock.MICROSECONDS);
    }

    private static long offsetSeconds(List<Option> options, ByteOrder order) {
        return find(options, PcapngWriter.OPTION_TIME_OFFSET)
                .filter(option -> option.value().length >= Long.BYTES)
                .map(option -> ByteBuffer.wrap(option.value()).order(order).getLong())
                .orElse(0L);
    }

    /** The obsolete packet block differs in its first four bytes only: interface (2), packets dropped (2). */
    private EnhancedPacket enhancedPacket(ByteBuffer body, int interfaceIndex) throws PcapngException {
        require(body.remaining() >= PACKET_FIXED, "a packet block is too short");
        require(interfaceIndex >= 0 && interfaceIndex < clocks.size(), "a packet of an unknown interface");
        long ticks = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
        int captured = body.getInt(12);
        require(captured >= 0 && captured <= body.remaining() - PACKET_FIXED, "a packet longer than its block");
        return new EnhancedPacket(
                interfaceIndex, clocks.get(interfaceIndex).unixNanos(ticks), body.slice(PACKET_FIXED, captured));
    }

    private SimplePacket simplePacket(ByteBuffer body) throws PcapngException {
        require(body.remaining() >= Integer.BYTES, "a simple packet block is too short");
        require(!clocks.isEmpty(), "a packet of an unknown interface");
        long original = Integer.toUnsignedLong(body.getInt(0));
        int captured = body.remaining() - Integer.BYTES;
        return new SimplePacket(body.slice(Integer.BYTES, (int) Math.min(original, captured)));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Option(int code, byte[] value) {}

    private static List<Option> options(ByteBuffer body) throws PcapngException {
        var options = new ArrayList<Option>();
        while (body.remaining() >= 4) {
            int code = Short.toUnsignedInt(body.getShort());
            int length = Short.toUnsignedInt(body.getShort());
            if (code == PcapngWriter.OPTION_END) {
                break;
            }
            require(PcapngWriter.padded(length) <= body.remaining(), "an option longer than its block");
            var value = new byte[length];
            body.get(body.position(), value);
            body.position(body.position() + PcapngWriter.padded(length));
            options.add(new Option(code, value));
        }
        return options;
    }

    private static Optional<Option> find(List<Option> options, int code) {
        return options.stream().filter(option -> option.code() == code).findFirst();
    }

    private static String text(List<Option> options, int code) {
        return find(options, code)
                .map(option -> new String(option.value(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static void require(boolean condition, String otherwise) throws PcapngException {
        if (!condition) {
            throw new PcapngException(otherwise);
        }
    }
}
