package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ip.LinkLayer;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcap.PcapException;
import io.tapedeck.protocol.pcap.PcapReader;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Speech presses no keys. Needs the folder of example calls in {@code TAPEDECK_FIXTURES}. */
@Tag("fixtures")
class DtmfTalkOffTest {

    private static final int PCMU = 0;
    private static final int PCMA = 8;
    private static final int G722 = 9;

    @ParameterizedTest
    @ValueSource(
            strings = {"01_g711u_clean", "02_g711a_clean", "06_g722", "12a_loss_pcmu", "14_wrap", "20_ptime_mixed"})
    void nothing_is_heard_in_speech(String name) throws IOException, PcapException {
        Map<Integer, Ear> ears = new HashMap<>();
        byte[] pcap;
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(fixtures().resolve(name + ".pcap.gz")))) {
            pcap = in.readAllBytes();
        }

        listen(ByteBuffer.wrap(pcap), ears);

        assertThat(ears).hasSizeGreaterThanOrEqualTo(2);
        assertThat(ears.values()).allMatch(ear -> ear.samples > 8_000 && ear.keys == 0);
    }

    private static void listen(ByteBuffer pcap, Map<Integer, Ear> ears) throws PcapException {
        var reader = new PcapReader();
        var udp = new UdpFrame();
        var rtp = new RtpPacketView();
        for (var frame = reader.next(pcap); frame != null; frame = reader.next(pcap)) {
            ByteBuffer bytes = frame.frame();
            if (LinkLayer.skip(frame.linkType(), bytes)
                    && udp.wrap(bytes)
                    && rtp.wrap(bytes, udp.payloadOffset(), udp.payloadLength())) {
                ears.computeIfAbsent(rtp.ssrc(), _ -> new Ear()).hear(rtp, bytes);
            }
        }
    }

    private static Path fixtures() {
        return Path.of(Objects.requireNonNull(System.getenv("TAPEDECK_FIXTURES"), "TAPEDECK_FIXTURES is not set"))
                .resolve("public");
    }

    private static final class Ear {

        private final DtmfDetector detector = new DtmfDetector();
        private final G722LowBand wide = new G722LowBand();
        private int samples;
        private int keys;

        void hear(RtpPacketView rtp, ByteBuffer bytes) {
            for (int i = 0; i < rtp.payloadLength(); i++) {
                byte code = bytes.get(rtp.payloadOffset() + i);
                switch (rtp.payloadType()) {
                    case PCMU -> take(G711.decodeMuLaw(code));
                    case PCMA -> take(G711.decodeALaw(code));
                    case G722 -> take(wide.decode(code));
                    default -> {
                        // keys as events, and comfort noise
                    }
                }
            }
        }

        private void take(short sample) {
            samples++;
            keys += (detector.take(sample) & DtmfDetector.ENDED) != 0 ? 1 : 0;
        }
    }
}
