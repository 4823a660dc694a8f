package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.codec.G711;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a phone speaks: the two companding laws of G.711 with their static payload types (RFC 3551, 4.5.14). Of the other codecs it
 * sends silence that was encoded beforehand, and keeps what it hears as it comes.
 */
public enum Codec {
    PCMU(0, "PCMU", "") {
        @Override
        void encode(short[] samples, ByteBuffer out) {
            for (short sample : samples) {
                out.put(G711.encodeMuLaw(sample));
            }
        }

        @Override
        short[] decode(byte[] payload) {
            var samples = new short[payload.length];
            G711.decodeMuLaw(payload, 0, payload.length, samples, 0);
            return samples;
        }
    },
    PCMA(8, "PCMA", "") {
        @Override
        void encode(short[] samples, ByteBuffer out) {
            for (short sample : samples) {
                out.put(G711.encodeALaw(sample));
            }
        }

        @Override
        short[] decode(byte[] payload) {
            var samples = new short[payload.length];
            G711.decodeALaw(payload, 0, payload.length, samples, 0);
            return samples;
        }
    },
    /** Full rate. */
    GSM(3, "GSM", "", "d820a2e15a50004924924924500049249249245000492492492450004924924924"),
    /** Two frames a packet. */
    G729(18, "G729", "annexb=no", "78502ee00a2ac6320bd678ceee62113ad41048d6"),
    /** In frames of 20 ms. */
    ILBC(97, "iLBC", "mode=20", "ffa6340260500000000000000049ffffffffffffffffffffffffffffc99305ca958080801616");

    private static final int SAMPLES = 160;

    private final int payloadType;
    private final String encodingName;
    private final String parameters;
    private final String silence;

    Codec(int payloadType, String encodingName, String parameters) {
        this(payloadType, encodingName, parameters, "");
    }

    /** @param silence a packet of it, in hexadecimal digits */
    Codec(int payloadType, String encodingName, String parameters, String silence) {
        this.payloadType = payloadType;
        this.encodingName = encodingName;
        this.parameters = parameters;
        this.silence = silence;
    }

    int payloadType() {
        return payloadType;
    }

    static Optional<Codec> ofPayloadType(int type) {
        return Arrays.stream(values())
                .filter(codec -> codec.payloadType == type)
                .findFirst();
    }

    /** Its lines in a session description. */
    String attributes() {
        String map = "a=rtpmap:" + payloadType + " " + encodingName + "/8000\r\n";
        return parameters.isEmpty() ? map : map + "a=fmtp:" + payloadType + " " + parameters + "\r\n";
    }

    /** Whether the phone itself cannot tell what was said. */
    boolean isKeptEncoded() {
        return !silence.isEmpty();
    }

    void encode(short[] samples, ByteBuffer out) {
        out.put(HexFormat.of().parseHex(silence));
    }

    short[] decode(byte[] payload) {
        return new short[SAMPLES];
    }
}
