package io.tapedeck.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.codec.WavAudio;
import io.tapedeck.protocol.ip.CutDatagram;
import io.tapedeck.protocol.ip.LinkLayer;
import io.tapedeck.protocol.ip.Reassembly;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcap.PcapException;
import io.tapedeck.protocol.pcap.PcapReader;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.pcapng.PcapngReader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What holds for every file that somebody brings along. */
final class FileProperties {

    private static final int[] LINK_TYPES = {0, 1, 12, 14, 101, 108, 113, 228, 229, 276, 9, 50, 51};

    private FileProperties() {}

    /** Each frame: link type, length, bytes; several, because fragments belong together. */
    static void ip(byte[] input) {
        var reassembly = new Reassembly();
        var udp = new UdpFrame();
        ByteBuffer frames = ByteBuffer.wrap(input);
        while (frames.remaining() > 2) {
            int linkType = LINK_TYPES[(frames.get() & 0xFF) % LINK_TYPES.length];
            int length = Math.min(frames.remaining() - 1, frames.get() & 0xFF);
            byte[] frame = new byte[length];
            frames.get(frame);
            carry(linkType, ByteBuffer.wrap(frame), reassembly, udp);
        }
    }

    private static void carry(int linkType, ByteBuffer frame, Reassembly reassembly, UdpFrame udp) {
        if (!LinkLayer.skip(linkType, frame)) {
            return;
        }
        ByteBuffer packet = reassembly.whole(frame);
        if (packet != null && CutDatagram.isCut(packet)) {
            packet = CutDatagram.shortened(packet);
        }
        if (packet != null && udp.wrap(packet)) {
            assertThat(udp.payloadOffset() + udp.payloadLength()).isBetween(28, packet.limit());
            assertThat(udp.sourceAddress()).hasSameSizeAs(udp.destinationAddress());
        }
    }

    /** The same frames, whether the file comes whole or is still growing. */
    static void pcap(byte[] input) throws PcapException {
        var reader = new PcapReader();
        int frames = 0;
        ByteBuffer whole = ByteBuffer.wrap(input);
        for (PcapReader.Frame next = reader.next(whole); next != null; next = reader.next(whole)) {
            assertThat(next.frame().remaining()).isLessThanOrEqualTo(input.length);
            frames++;
        }
        assertThat(growing(input)).isEqualTo(frames);
    }

    private static int growing(byte[] input) throws PcapException {
        var reader = new PcapReader();
        int frames = 0;
        ByteBuffer growing = ByteBuffer.wrap(input).limit(0);
        for (int end = 0; end <= input.length; end++) {
            growing.limit(end);
            while (reader.next(growing) != null) {
                frames++;
            }
        }
        return frames;
    }

    static void pcapng(byte[] input) throws PcapngException {
        var reader = new PcapngReader();
        ByteBuffer file = ByteBuffer.wrap(input);
        int before = -1;
        while (file.position() > before) {
            before = file.position();
            if (reader.next(file) == null) {
                return;
            }
        }
        assertThat(file.remaining())
                .as("a block was given and nothing was taken")
                .isZero();
    }

    static void wav(byte[] input) {
        WavAudio.parse(input).ifPresent(audio -> {
            assertThat(audio.sampleRateHertz()).isPositive();
            assertThat(audio.samples().length).isLessThanOrEqualTo(input.length);
            assertThat(WavAudio.parse(Arrays.copyOf(input, input.length))).isPresent();
        });
    }
}
