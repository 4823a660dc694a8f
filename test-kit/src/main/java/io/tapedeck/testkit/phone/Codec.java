package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.codec.G711;
import java.util.Optional;

/** The two companding laws of G.711 with their static payload types (RFC 3551, 4.5.14). */
public enum Codec {
    PCMU(0) {
        @Override
        byte encode(short sample) {
            return G711.encodeMuLaw(sample);
        }

        @Override
        void decode(byte[] in, int length, short[] out) {
            G711.decodeMuLaw(in, 0, length, out, 0);
        }
    },
    PCMA(8) {
        @Override
        byte encode(short sample) {
            return G711.encodeALaw(sample);
        }

        @Override
        void decode(byte[] in, int length, short[] out) {
            G711.decodeALaw(in, 0, length, out, 0);
        }
    };

    private final int payloadType;

    Codec(int payloadType) {
        this.payloadType = payloadType;
    }

    int payloadType() {
        return payloadType;
    }

    static Optional<Codec> ofPayloadType(int type) {
        return type == 0 ? Optional.of(PCMU) : type == 8 ? Optional.of(PCMA) : Optional.empty();
    }

    abstract byte encode(short sample);

    abstract void decode(byte[] in, int length, short[] out);
}
