package io.tapedeck.protocol.quality;

import java.util.Locale;
import java.util.Map;

/**
 * What a codec itself does to speech, and how well it bears loss (ITU-T G.113, Appendix I).
 *
 * @param ie equipment impairment factor Ie without loss; 0 for the best
 * @param bpl packet-loss robustness factor Bpl; the higher, the less a lost packet is heard
 */
public record CodecImpairment(double ie, double bpl) {

    /** With concealment, as every phone has it (G.113, table I.4). */
    public static final CodecImpairment G711 = new CodecImpairment(0, 25.1);

    /**
     * Ie by G.113, table I.1; Bpl by table I.4 where that names the codec: G.711, G.729, G.723.1, GSM-EFR, and AMR at
     * 12.2 kbit/s, which is the same codec. Others take the Bpl of G.729 or, where the codec was made for loss, that of
     * G.711: an estimate of ours. Wideband codecs stand on the narrowband scale, where they cannot be better than G.711.
     */
    private static final Map<String, CodecImpairment> BY_ENCODING = Map.ofEntries(
            Map.entry("PCMU", G711),
            Map.entry("PCMA", G711),
            Map.entry("L16", G711),
            Map.entry("G722", new CodecImpairment(0, 25.1)),
            Map.entry("OPUS", new CodecImpairment(0, 25.1)),
            Map.entry("SPEEX", new CodecImpairment(11, 25.1)),
            Map.entry("AMR-WB", new CodecImpairment(0, 19)),
            Map.entry("AMR", new CodecImpairment(5, 10)),
            Map.entry("GSM-EFR", new CodecImpairment(5, 10)),
            Map.entry("GSM", new CodecImpairment(20, 10)),
            Map.entry("ILBC", new CodecImpairment(11, 25.1)),
            Map.entry("G726-40", new CodecImpairment(2, 19)),
            Map.entry("G726-32", new CodecImpairment(7, 19)),
            Map.entry("G726-24", new CodecImpairment(25, 19)),
            Map.entry("G726-16", new CodecImpairment(50, 19)),
            Map.entry("G728", new CodecImpairment(7, 19)),
            Map.entry("G729", new CodecImpairment(11, 19)),
            Map.entry("G729A", new CodecImpairment(11, 19)),
            Map.entry("G723", new CodecImpairment(15, 16.1)));

    public CodecImpairment {
        if (ie < 0 || ie > 95 || bpl <= 0) {
            throw new IllegalArgumentException("no impairment: Ie " + ie + ", Bpl " + bpl);
        }
    }

    /** @param encoding as in {@code a=rtpmap}; a codec that nobody measured counts as G.711 */
    public static CodecImpairment of(String encoding) {
        return BY_ENCODING.getOrDefault(encoding.toUpperCase(Locale.ROOT), G711);
    }
}
