package io.tapedeck.conversion.media;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.pcapng.PcapngBlock;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.pcapng.PcapngReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A pcapng file on a disk, raw IP frames, one interface per stream. A tail that was torn off in the middle of a block is no
 * error: what is whole is used.
 */
public record PcapngCapture(Path file) implements RawCapture {

    /** Large enough that reading costs nothing beside decoding, and for the largest block that the reader allows. */
    private static final int BUFFER = 1 << 20;

    @Override
    public void replay(FrameSink sink) throws JobFailure {
        try (FileChannel channel = FileChannel.open(file)) {
            replay(channel, sink);
        } catch (NoSuchFileException e) {
            throw JobFailure.of(FailureCode.RAW_MISSING, "The raw capture is gone: " + file + ".", e);
        } catch (IOException e) {
            throw JobFailure.of(
                    FailureCode.RAW_DAMAGED, "The raw capture cannot be read: " + JobFailure.said(e) + ".", e);
        } catch (PcapngException e) {
            throw JobFailure.of(FailureCode.RAW_DAMAGED, "The raw capture is damaged: " + e.getMessage() + ".", e);
        }
    }

    private static void replay(FileChannel channel, FrameSink sink) throws IOException, PcapngException, JobFailure {
        var reader = new PcapngReader();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            for (PcapngBlock block = reader.next(buffer); block != null; block = reader.next(buffer)) {
                if (block instanceof PcapngBlock.EnhancedPacket packet) {
                    sink.accept(packet.interfaceIndex(), packet.unixNanos(), packet.frame());
                }
            }
            buffer.compact();
            if (!buffer.hasRemaining()) {
                throw new PcapngException("a block is larger than " + BUFFER + " bytes");
            }
        }
    }
}
