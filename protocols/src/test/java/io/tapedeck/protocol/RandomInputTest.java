package io.tapedeck.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.pcapng.PcapngReader;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.protocol.rtp.MalformedPacketException;
import io.tapedeck.protocol.rtp.RtcpCompound;
import io.tapedeck.protocol.rtp.RtcpReports;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SdpOffers;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random bytes, and good samples damaged at random, go into every parser: out comes a value or the parser's own checked exception.
 * A failure names the input; the seed repeats the run with {@code -Dtapedeck.random.seed=...}.
 */
class RandomInputTest {

    /** Per parser: short in the build; {@code -Dtapedeck.random.rounds=20000000} for a night. */
    private static final int ROUNDS = Integer.getInteger("tapedeck.random.rounds", 40_000);

    private final long seed = Long.getLong("tapedeck.random.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    /** Throws the checked exception where the parser does. */
    private interface Parser {
        void read(ByteBuffer input) throws Exception;
    }

    @BeforeEach
    void names_the_seed(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(seed));
    }

    @Test
    void rtp() {
        var view = new RtpPacketView();
        byte[] target = new byte[70_000];

        attack(
                Exception.class,
                samples(
                        "80880001000000a0deadbeefd5d5",
                        "b2600001000000000000000100000002000000" + "03bede000110ff0000c0ffee00000004"),
                input -> {
                    if (view.wrap(input)) {
                        assertThat(view.payloadOffset()).isBetween(input.position() + 12, input.limit());
                        assertThat(view.payloadLength()).isBetween(0, input.limit() - view.payloadOffset());
                        view.copyPayload(target, 0);
                        TelephoneEvent.parse(view.payload()).ifPresent(TelephoneEvent::digit);
                    }
                });
    }

    @Test
    void rtcp() {
        attack(
                MalformedPacketException.class,
                samples(
                        "81c8000cdeadbeefeca9f2b08000000000000140ffffffff000138800000002a40fffffe0001ffff00000008f2b08000"
                                + "00010000",
                        "81ca0004deadbeef01056140622e630602686900",
                        "a1cb0004deadbeef036279650000000000000004",
                        "81cd0003000000010000000200030000"),
                RtcpCompound::parse);
    }

    /** The two readers of RTCP are of one mind: what one accepts, the other reads to its end. */
    @Test
    void rtcp_reports() {
        var reader = new RtcpReports.Reader() {
            @Override
            public void sent(int ssrc, int ntpMiddle) {
                // nothing to compare with
            }

            @Override
            public void received(int ssrc, int fraction, int lost, int jitter, int lastReport, int delay) {
                assertThat(fraction).isBetween(0, 255);
                assertThat(lost).isBetween(-(1 << 23), (1 << 23) - 1);
            }
        };
        attack(
                MalformedPacketException.class,
                samples(
                        "81c8000cdeadbeefeca9f2b08000000000000140ffffffff000138800000002a40fffffe0001ffff00000008f2b08000"
                                + "00010000",
                        "81c90007deadbeef0000002a40fffffe0001ffff00000008f2b0800000010000"),
                input -> {
                    boolean read = RtcpReports.read(input, 0, input.limit(), reader);
                    RtcpCompound.parse(input);
                    assertThat(read).isTrue();
                });
    }

    @Test
    void udp_frames() {
        var frame = new UdpFrame();
        attack(
                Exception.class,
                samples(
                        "4500001f0000400040114dd1c0000201c63364c8ea602711000b0000070809",
                        "60000000000b114020010db800000000000000000000000120010db80000000000000000000000ffea602711000b0000"
                                + "070809"),
                input -> {
                    if (frame.wrap(input)) {
                        assertThat(frame.payloadOffset() + frame.payloadLength())
                                .isBetween(28, input.limit());
                        assertThat(frame.sourceAddress()).hasSameSizeAs(frame.destinationAddress());
                    }
                });
    }

    @Test
    void pcapng() {
        ByteBuffer out = ByteBuffer.allocate(500);
        PcapngWriter.sectionHeader(out, "comment", "t");
        PcapngWriter.interfaceDescription(out, 101, "a", "b", "c");
        PcapngWriter.enhancedPacket(out, 0, 1_795_213_827_123_456_789L, ByteBuffer.allocate(20));

        attack(PcapngException.class, List.of(Bytes.in(out.flip())), input -> {
            var reader = new PcapngReader();
            int before = -1;
            while (input.position() > before && reader.next(input) != null) {
                before = input.position();
            }
        });
    }

    @Test
    void ng() {
        List<byte[]> samples = texts(
                "1_2 d7:command5:offer3:sdp5:v=0\r\n5:flagsl11:record-calle5:limiti-10ee", "1_2 d1:ad1:bd1:cleeee");

        attack(NgException.class, samples, input -> {
            NgDatagram datagram = NgDatagram.split(input).orElse(null);
            if (datagram != null && !datagram.isJson()) {
                Bencode.encode(Bencode.decode(ByteBuffer.wrap(datagram.body())));
            }
        });
    }

    @Test
    void sdp() {
        List<byte[]> samples = texts(SdpOffers.ALL.values().toArray(String[]::new));

        attack(SdpException.class, samples, input -> {
            SessionDescription description = SessionDescription.parse(latin1(input));
            String text = description.toString();
            assertThat(SessionDescription.parse(text)).hasToString(text);
            useAllOf(description);
        });
    }

    @Test
    void digest() {
        List<byte[]> samples = texts(
                "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"00\", algorithm=SHA-256, "
                        + "qop=auth, nc=00000001, cnonce=\"c\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\", stale=true, opaque=\"\\\"\"");

        attack(DigestException.class, samples, input -> {
            DigestCredentials credentials = DigestCredentials.parse(latin1(input));
            assertThat(credentials.nonceCount()).isNotNegative();
            assertThat(DigestCredentials.parse(credentials.toHeaderValue())).isEqualTo(credentials);
        });
        attack(DigestException.class, samples, input -> {
            DigestChallenge challenge = DigestChallenge.parse(latin1(input));
            assertThat(DigestChallenge.parse(challenge.toHeaderValue())).isEqualTo(challenge);
        });
    }

    /** Everything a caller may ask of a description that was accepted must have an answer. */
    private static void useAllOf(SessionDescription description) {
        description.attributes();
        description.withOrigin("IP4", "192.0.2.1").withConnection("IP4", "192.0.2.1");
        for (int i = 0; i < description.media().size(); i++) {
            MediaDescription media = description.media().get(i);
            assertThat(description.connectionAddressOf(i)).isNotEmpty();
            assertThat(description.directionOf(i)).isNotNull();
            assertThat(media.rtcpPort()).isBetween(0, 65_535);
            media.payloadTypes();
            media.withPort(1)
                    .withFormats(media.formats())
                    .withAttribute("x", "y")
                    .withoutConnection();
        }
    }

    private void attack(Class<? extends Exception> expected, List<byte[]> samples, Parser parser) {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = round % 4 == 0 ? noise() : damaged(samples.get(random.nextInt(samples.size())));
            try {
                parser.read(ByteBuffer.wrap(input));
                accepted++;
            } catch (Exception e) {
                assertThat(e)
                        .as("seed %d, input %s", seed, HexFormat.of().formatHex(input))
                        .isExactlyInstanceOf(expected);
            }
        }
        assertThat(accepted).as("inputs that got past the first check").isGreaterThan(ROUNDS / 100);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One to four times: a byte changed, a piece cut out, a piece repeated, or the end torn off. */
    private byte[] damaged(byte[] sample) {
        byte[] bytes = sample;
        for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 1; i--) {
            int from = random.nextInt(bytes.length);
            int to = random.nextInt(from, Math.min(bytes.length, from + 16));
            bytes = switch (random.nextInt(5)) {
                case 0 -> replaced(bytes, from, (byte) random.nextInt());
                case 1 -> replaced(bytes, from, (byte) (bytes[from] ^ 1 << random.nextInt(8)));
                case 2 -> joined(bytes, from, bytes, to);
                case 3 -> joined(bytes, to, bytes, from);
                default -> Arrays.copyOf(bytes, from);
            };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int place, byte value) {
        byte[] changed = bytes.clone();
        changed[place] = value;
        return changed;
    }

    /** The head of one up to {@code end}, then the tail of the other from {@code start}. */
    private static byte[] joined(byte[] head, int end, byte[] tail, int start) {
        byte[] result = new byte[end + tail.length - start];
        System.arraycopy(head, 0, result, 0, end);
        System.arraycopy(tail, start, result, end, tail.length - start);
        return result;
    }

    private static List<byte[]> samples(String... hex) {
        var samples = new ArrayList<byte[]>();
        for (String sample : hex) {
            samples.add(HexFormat.of().parseHex(sample));
        }
        return samples;
    }

    private static List<byte[]> texts(String... texts) {
        var samples = new ArrayList<byte[]>();
        for (String text : texts) {
            samples.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return samples;
    }

    private static String latin1(ByteBuffer input) {
        return StandardCharsets.ISO_8859_1.decode(input).toString();
    }
}
