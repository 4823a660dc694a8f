package io.tapedeck.capture.spool;

import io.tapedeck.protocol.pcapng.PcapngBlock;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.pcapng.PcapngReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What of a raw file is whole. */
final class MediaScan {

    private static final int CHUNK = 256 * 1024;

    private final MessageDigest digest = Sha256.fresh();
    private final PcapngReader reader = new PcapngReader();
    private long length;
    private long packets;
    private int interfaces;
    private final long limit;
    private long lastPacketUnixNanos;
    /** Nothing more is to be read. */
    private boolean ended;

    private final Visitor visitor;

    private MediaScan(long limit, Visitor visitor) {
        this.limit = limit;
        this.visitor = visitor;
    }

    /** Reads up to the first block that is torn or is none. */
    static Found of(Path file) throws IOException {
        return of(file, Long.MAX_VALUE);
    }

    /** @param limit where a block ends, or behind the end */
    static Found of(Path file, long limit) throws IOException {
        return of(file, limit, (_, _) -> {});
    }

    /** @param visitor sees every whole block */
    static Found of(Path file, long limit, Visitor visitor) throws IOException {
        var scan = new MediaScan(limit, visitor);
        if (Files.exists(file)) {
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                scan.readAll(in);
            }
        }
        return new Found(scan.length, Sha256.hex(scan.digest), scan.packets, scan.interfaces, scan.lastPacketUnixNanos);
    }

    private void readAll(FileChannel in) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        boolean more = true;
        while (more) {
            more = in.read(chunk) >= 0 && readBlocks(chunk.flip());
            chunk.compact();
            more = more && chunk.hasRemaining();
        }
    }

    private boolean readBlocks(ByteBuffer chunk) {
        int start = chunk.position();
        for (PcapngBlock block = next(chunk); block != null; block = next(chunk)) {
            ByteBuffer bytes = chunk.slice(start, chunk.position() - start);
            visitor.block(block, bytes.duplicate());
            digest.update(bytes);
            length += chunk.position() - start;
            start = chunk.position();
            if (block instanceof PcapngBlock.InterfaceDescription) {
                interfaces++;
            }
            if (block instanceof PcapngBlock.EnhancedPacket packet) {
                packets++;
                lastPacketUnixNanos = Math.max(lastPacketUnixNanos, packet.unixNanos());
            }
        }
        return !ended;
    }

    private @Nullable PcapngBlock next(ByteBuffer chunk) {
        if (length >= limit) {
            ended = true;
            return null;
        }
        try {
            return reader.next(chunk);
        } catch (PcapngException _) {
            ended = true; // what stands here is no block: the tail of a crash
            return null;
        }
    }

    /** Who wants to know what is in the file. */
    @FunctionalInterface
    interface Visitor {

        /** @param bytes the block as it stands in the file; valid during the call */
        void block(PcapngBlock block, ByteBuffer bytes);
    }

    /**
     * @param length bytes up to the end of the last whole block
     * @param sha256 of these bytes
     */
    record Found(long length, String sha256, long packets, int interfaces, long lastPacketUnixNanos) {}
}
