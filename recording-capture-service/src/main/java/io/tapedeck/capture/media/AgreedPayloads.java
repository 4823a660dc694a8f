package io.tapedeck.capture.media;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.quality.CodecImpairment;
import java.util.List;

/** What the meter has to know about payload types; looked up when the type changes, so it may be small and slow. */
final class AgreedPayloads {

    static final AgreedPayloads NONE = new AgreedPayloads(false, List.of());

    private static final int TELEPHONY_HERTZ = 8_000;
    private static final String ENCRYPTED = "SRTP/";

    /** Whether people listen to it: there is no opinion score for pictures. */
    final boolean speech;

    private final int[] types;
    private final int[] hertz;
    private final boolean[] sound;
    private final CodecImpairment[] impairments;

    private AgreedPayloads(boolean speech, List<PayloadFormat> formats) {
        this.speech = speech;
        this.types = new int[formats.size()];
        this.hertz = new int[formats.size()];
        this.sound = new boolean[formats.size()];
        this.impairments = new CodecImpairment[formats.size()];
        for (int i = 0; i < types.length; i++) {
            PayloadFormat format = formats.get(i);
            String encoding = format.encoding().replace(ENCRYPTED, "");
            types[i] = format.payloadType();
            hertz[i] = format.clockRateHertz() > 0 ? format.clockRateHertz() : TELEPHONY_HERTZ;
            sound[i] = !encoding.equals("TELEPHONE-EVENT") && !encoding.equals("CN");
            impairments[i] = CodecImpairment.of(encoding);
        }
    }

    static AgreedPayloads of(MediaStream stream) {
        return new AgreedPayloads(stream.media().equals("audio"), stream.payloads());
    }

    /** @return a place to ask about, whatever the type */
    int find(int payloadType) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == payloadType) {
                return i;
            }
        }
        return -1;
    }

    int hertz(int place) {
        return place < 0 ? TELEPHONY_HERTZ : hertz[place];
    }

    /** Not so for keys, whose timestamps stand still, and comfort noise. */
    boolean isSound(int place) {
        return place < 0 || sound[place];
    }

    CodecImpairment impairment(int place) {
        return place < 0 ? CodecImpairment.G711 : impairments[place];
    }
}
