package io.tapedeck.protocol.sdp;

import java.util.Optional;

/**
 * What an RTP payload type number stands for in one media description.
 *
 * @param number 0 to 127
 * @param encoding upper case: {@code PCMA}, {@code TELEPHONE-EVENT}
 * @param clockRateHertz of the RTP timestamps, which for G722 is not the sampling rate
 * @param channels 1 where the description says nothing
 * @param parameters of {@code a=fmtp}, as written; empty when there are none
 */
public record PayloadType(int number, String encoding, int clockRateHertz, int channels, String parameters) {

    /** Payload types have seven bits. */
    public static final int MAX_NUMBER = 127;

    public PayloadType {
        if (number < 0 || number > MAX_NUMBER || clockRateHertz <= 0 || channels <= 0) {
            throw new IllegalArgumentException(
                    "payload type " + number + " at " + clockRateHertz + " Hz with " + channels + " channels");
        }
    }

    /** What RFC 3551 (6, tables 4 and 5) assigned to the number for good; empty for dynamic and reserved ones. */
    public static Optional<PayloadType> assignedTo(int number) {
        return switch (number) {
            case 0 -> audio(number, "PCMU", 8_000, 1);
            case 3 -> audio(number, "GSM", 8_000, 1);
            case 4 -> audio(number, "G723", 8_000, 1);
            case 5 -> audio(number, "DVI4", 8_000, 1);
            case 6 -> audio(number, "DVI4", 16_000, 1);
            case 7 -> audio(number, "LPC", 8_000, 1);
            case 8 -> audio(number, "PCMA", 8_000, 1);
            case 9 -> audio(number, "G722", 8_000, 1);
            case 10 -> audio(number, "L16", 44_100, 2);
            case 11 -> audio(number, "L16", 44_100, 1);
            case 12 -> audio(number, "QCELP", 8_000, 1);
            case 13 -> audio(number, "CN", 8_000, 1);
            case 14 -> audio(number, "MPA", 90_000, 1);
            case 15 -> audio(number, "G728", 8_000, 1);
            case 16 -> audio(number, "DVI4", 11_025, 1);
            case 17 -> audio(number, "DVI4", 22_050, 1);
            case 18 -> audio(number, "G729", 8_000, 1);
            case 25 -> video(number, "CELB");
            case 26 -> video(number, "JPEG");
            case 28 -> video(number, "NV");
            case 31 -> video(number, "H261");
            case 32 -> video(number, "MPV");
            case 33 -> video(number, "MP2T");
            case 34 -> video(number, "H263");
            default -> Optional.empty();
        };
    }

    PayloadType withParameters(String fmtp) {
        return new PayloadType(number, encoding, clockRateHertz, channels, fmtp);
    }

    private static Optional<PayloadType> audio(int number, String encoding, int clockRateHertz, int channels) {
        return Optional.of(new PayloadType(number, encoding, clockRateHertz, channels, ""));
    }

    private static Optional<PayloadType> video(int number, String encoding) {
        return audio(number, encoding, 90_000, 1);
    }
}
