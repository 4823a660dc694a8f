package io.tapedeck.protocol.quality;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a codec itself does to speech, and how well it bears loss (ITU-T G.113, Appendix I).
 *
 * @param ie equipment impairment factor Ie without loss; 0 for the best
 * @param bpl packet-loss robustness factor Bpl; the higher, the less a lost packet is heard
 */
public record CodecImpairment(double ie, double bpl) {

    /** G.113, table I.4: packets of 10 ms, concealed after G.711 Appendix I as every phone does (4.3 without). */
    public static final CodecImpairment G711 = new CodecImpairment(0, 25.1);

    private static final double G729A_BPL = 19;
    private static final double GSM_EFR_BPL = 10;

    /** Ie and Bpl as G.113, Appendix I has them: Ie in table I.1, both in table I.4, where a codec was measured with loss. */
    private static final Map<String, CodecImpairment> MEASURED = Map.ofEntries(
            Map.entry("PCMU", G711),
            Map.entry("PCMA", G711),
            // table I.4, G.729A + VAD, two frames a packet; plain G.729 has Ie 10 (table I.1) and looks the same in an
            // SDP
            Map.entry("G729", new CodecImpairment(11, G729A_BPL)),
            Map.entry("G729A", new CodecImpairment(11, G729A_BPL)),
            // table I.4, G.723.1 + VAD at 6.3 kbit/s; Ie 19 at 5.3 kbit/s (table I.1), which the SDP does not tell
            Map.entry("G723", new CodecImpairment(15, 16.1)),
            // table I.4
            Map.entry("GSM-EFR", new CodecImpairment(5, GSM_EFR_BPL)),
            // at 12.2 kbit/s, where it is the same codec (3GPP TS 26.071); lower modes are worse
            Map.entry("AMR", new CodecImpairment(5, GSM_EFR_BPL)));

    /** Ie of G.113, table I.1. Nobody published a Bpl: ADPCM and CELP take that of G.729A, GSM that of its successor. */
    private static final Map<String, CodecImpairment> MEASURED_WITHOUT_LOSS = Map.ofEntries(
            Map.entry("G726-40", new CodecImpairment(2, G729A_BPL)),
            Map.entry("G726-32", new CodecImpairment(7, G729A_BPL)),
            Map.entry("G726-24", new CodecImpairment(25, G729A_BPL)),
            Map.entry("G726-16", new CodecImpairment(50, G729A_BPL)),
            Map.entry("G728", new CodecImpairment(7, G729A_BPL)),
            Map.entry("GSM", new CodecImpairment(20, GSM_EFR_BPL)),
            Map.entry("GSM-HR-08", new CodecImpairment(23, GSM_EFR_BPL)));

    /**
     * No value of G.113: ours. Wideband codecs stand on the narrowband scale, where they cannot be better than G.711 (G.722 at
     * 64 kbit/s would have Ie -1 by G.113, Appendix IV). iLBC and Speex sound like G.729 and were made for loss.
     */
    private static final Map<String, CodecImpairment> ESTIMATED = Map.ofEntries(
            Map.entry("L16", G711),
            Map.entry("G722", G711),
            Map.entry("OPUS", G711),
            Map.entry("AMR-WB", new CodecImpairment(0, G729A_BPL)),
            Map.entry("ILBC", new CodecImpairment(11, 25.1)),
            Map.entry("SPEEX", new CodecImpairment(11, 25.1)));

    private static final Map<String, CodecImpairment> BY_ENCODING = Stream.of(
                    MEASURED, MEASURED_WITHOUT_LOSS, ESTIMATED)
            .flatMap(table -> table.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

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
