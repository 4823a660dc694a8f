package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.CodecRules;
import io.tapedeck.gateway.validation.Checks;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a list of codecs is one. */
record CodecsCheck(@Nullable CodecRules codecs, Checks checks) {

    private static final int LONGEST = 32;

    /** A name as in {@code a=rtpmap}, with clock rate and channels where they matter. */
    private static final Pattern NAME = Pattern.compile("([A-Z0-9-]+)(/\\d{4,6}(/\\d)?)?");

    /** The encoding names of IANA's registry that phones use. Events and comfort noise are no codecs and stay anyway. */
    private static final Set<String> KNOWN = Set.of(
            "PCMU",
            "PCMA",
            "G722",
            "G7221",
            "G723",
            "G726-16",
            "G726-24",
            "G726-32",
            "G726-40",
            "G728",
            "G729",
            "GSM",
            "GSM-EFR",
            "GSM-HR-08",
            "ILBC",
            "SPEEX",
            "OPUS",
            "AMR",
            "AMR-WB",
            "AMR-WB+",
            "EVS",
            "L8",
            "L16",
            "DVI4",
            "LPC",
            "SILK",
            "ISAC",
            "G719",
            "LC3",
            "MPA",
            "MP4A-LATM",
            "MPEG4-GENERIC",
            "CLEARMODE",
            "H261",
            "H263",
            "H263-1998",
            "H263-2000",
            "H264",
            "H264-SVC",
            "H265",
            "H266",
            "VP8",
            "VP9",
            "AV1",
            "MP4V-ES");

    void check() {
        if (codecs == null) {
            return;
        }
        List<String> order = codecs.order();
        if (order.isEmpty() || order.size() > LONGEST) {
            checks.fault("/codecs/order", "Must name 1 to " + LONGEST + " codecs.");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            name("/codecs/order/" + i, order.get(i).toUpperCase(Locale.ROOT), seen);
        }
    }

    private void name(String pointer, String name, Set<String> seen) {
        var parts = NAME.matcher(name);
        if (!parts.matches() || !KNOWN.contains(parts.group(1))) {
            checks.fault(pointer, "Is not a codec that calls can have; write PCMA, G722, opus or opus/48000.");
        } else if (!seen.add(name)) {
            checks.fault(pointer, "Stands here twice.");
        }
    }
}
