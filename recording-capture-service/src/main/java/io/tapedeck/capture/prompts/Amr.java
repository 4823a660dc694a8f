package io.tapedeck.capture.prompts;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.AmrPayload;
import java.util.Optional;

/**
 * AMR as a party agreed to it (RFC 4867, 8.1).
 *
 * @param bitsPerSecond the best mode it takes
 */
record Amr(AmrPayload payload, int bitsPerSecond) {

    private static final int[] NARROW = {4_750, 5_150, 5_900, 6_700, 7_400, 7_950, 10_200, 12_200};
    private static final int[] WIDE = {6_600, 8_850, 12_650, 14_250, 15_850, 18_250, 19_850, 23_050, 23_850};

    /** Empty for what is hardly ever agreed to: checksums, interleaving, sorted bits, several channels. */
    static Optional<Amr> of(PayloadFormat format) {
        boolean unusual = FormatParameters.isSet(format, "crc")
                || FormatParameters.isSet(format, "robust-sorting")
                || FormatParameters.of(format, "interleaving").isPresent()
                || format.channels() > 1;
        if (unusual) {
            return Optional.empty();
        }
        boolean wideband = format.encoding().equals("AMR-WB");
        var payload = new AmrPayload(wideband, FormatParameters.isSet(format, "octet-align"), false);
        int[] modes = wideband ? WIDE : NARROW;
        int best = FormatParameters.of(format, "mode-set")
                .map(set -> highest(set, modes.length))
                .orElse(modes.length - 1);
        return best < 0 ? Optional.empty() : Optional.of(new Amr(payload, modes[best]));
    }

    private static int highest(String modeSet, int modes) {
        int highest = -1;
        for (String mode : modeSet.split(",", -1)) {
            String digits = mode.strip();
            if (digits.length() == 1 && Character.isDigit(digits.charAt(0)) && digits.charAt(0) - '0' < modes) {
                highest = Math.max(highest, digits.charAt(0) - '0');
            }
        }
        return highest;
    }
}
