package io.tapedeck.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What holds for every text of signalling and control. */
final class TextProperties {

    private static final int LARGEST_MESSAGE = 8_192;

    private TextProperties() {}

    /** What was accepted is written as it is read, and everything that may be asked of it has an answer. */
    static void sdp(byte[] input) throws SdpException {
        SessionDescription description = SessionDescription.parse(latin1(input));
        String text = description.toString();
        assertThat(SessionDescription.parse(text)).hasToString(text);
        description.attributes();
        description.withOrigin("IP4", "192.0.2.1").withConnection("IP4", "192.0.2.1");
        for (int line = 0; line < description.media().size(); line++) {
            useAllOf(description, line);
        }
    }

    private static void useAllOf(SessionDescription description, int line) {
        MediaDescription media = description.media().get(line);
        assertThat(description.connectionAddressOf(line)).isNotEmpty();
        assertThat(description.directionOf(line)).isNotNull();
        assertThat(media.rtcpPort()).isBetween(0, 65_535);
        media.payloadTypes();
        media.withPort(1).withFormats(media.formats()).withAttribute("x", "y").withoutConnection();
    }

    /** What was read comes back out; keys may change their order, so twice. */
    static void bencode(byte[] input) throws NgException {
        NgValue value = Bencode.decode(ByteBuffer.wrap(input));
        byte[] written = Bencode.encode(value);
        assertThat(Bencode.encode(Bencode.decode(ByteBuffer.wrap(written)))).isEqualTo(written);
    }

    /** A stream says the same in one piece and byte by byte, and each of its messages could have been a datagram. */
    static void ngStream(byte[] input) throws NgException {
        Heard whole = heard(input, Math.max(1, input.length));
        Heard bytewise = heard(input, 1);
        assertThat(bytewise.messages).isEqualTo(whole.messages);
        assertThat(bytewise.broken == null).isEqualTo(whole.broken == null);
        for (String message : whole.messages) {
            byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(NgDatagram.split(ByteBuffer.wrap(bytes))).isPresent();
        }
        if (whole.broken != null) {
            throw whole.broken;
        }
    }

    private static final class Heard {
        final List<String> messages = new ArrayList<>();

        @Nullable
        NgException broken;
    }

    private static Heard heard(byte[] input, int piece) {
        var framer = new NgFramer(LARGEST_MESSAGE);
        var heard = new Heard();
        try {
            for (int at = 0; at < input.length; at += piece) {
                framer.add(ByteBuffer.wrap(input, at, Math.min(piece, input.length - at)));
                for (Optional<NgDatagram> next = framer.next(); next.isPresent(); next = framer.next()) {
                    heard.messages.add(latin1(next.get().toBytes()));
                }
            }
        } catch (NgException e) {
            heard.broken = e;
        }
        return heard;
    }

    static void digest(byte[] input) throws DigestException {
        DigestCredentials credentials = DigestCredentials.parse(latin1(input));
        assertThat(credentials.nonceCount()).isNotNegative();
        assertThat(DigestCredentials.parse(credentials.toHeaderValue())).isEqualTo(credentials);
    }

    static void challenge(byte[] input) throws DigestException {
        DigestChallenge challenge = DigestChallenge.parse(latin1(input));
        assertThat(DigestChallenge.parse(challenge.toHeaderValue())).isEqualTo(challenge);
    }

    private static String latin1(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }
}
