package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CodecWishes;
import io.tapedeck.capture.session.SdpWishes;
import io.tapedeck.capture.session.SdpWishes.Replacement;
import io.tapedeck.capture.session.SdpWishes.RtcpMux;
import io.tapedeck.capture.session.SdpWishes.Trait;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of {@code offer} and {@code answer} that say what becomes of the SDP. */
final class SdpKeys {

    private static final Map<String, Replacement> REPLACEMENTS = Map.of(
            "origin", Replacement.ORIGIN,
            "username", Replacement.USERNAME,
            "session name", Replacement.SESSION_NAME,
            "sdp version", Replacement.VERSION,
            "force increment sdp ver", Replacement.VERSION_ALWAYS,
            "zero address", Replacement.ZERO_ADDRESS);

    private static final Map<String, Trait> TRAITS = Map.ofEntries(
            Map.entry("single codec", Trait.SINGLE_CODEC),
            Map.entry("generate mid", Trait.GENERATE_MID),
            Map.entry("no rtcp attribute", Trait.NO_RTCP_ATTRIBUTE),
            Map.entry("full rtcp attribute", Trait.FULL_RTCP_ATTRIBUTE),
            Map.entry("SIP source address", Trait.SIGNALLING_ADDRESS),
            Map.entry("reset", Trait.RELEARN),
            Map.entry("asymmetric", Trait.ASYMMETRIC),
            Map.entry("symmetric", Trait.SYMMETRIC),
            Map.entry("media handover", Trait.HANDOVER),
            Map.entry("strict source", Trait.STRICT_SOURCE),
            Map.entry("detect DTMF", Trait.DETECT_DIGITS));

    private final NgRequest request;
    private final List<String> warnings = new ArrayList<>();

    SdpKeys(NgRequest request) {
        this.request = request;
    }

    SdpWishes wishes() {
        return new SdpWishes(replacements(), codecs(), rtcpMux(), protocol(), mediaAddress(), traits());
    }

    /**
     * What is asked for and cannot be had; after {@link #wishes}.
     *
     * @param shown what the party gets
     */
    List<String> warnings(String shown) {
        String family = request.text("address family").orElse("").toUpperCase(Locale.ROOT);
        String wanted = family.endsWith("6") ? "IN IP6 " : "IN IP4 ";
        if (!family.isEmpty() && !shown.contains("c=" + wanted)) {
            warnings.add("address family: this node has no address of it");
        }
        String ice = request.text("ICE").orElse("");
        if (ice.startsWith("force")) {
            warnings.add("ICE is removed, never offered");
        }
        warnOfLearning();
        return List.copyOf(warnings);
    }

    private void warnOfLearning() {
        String learning = request.text("endpoint-learning").orElse("heuristic");
        if (!learning.equalsIgnoreCase("heuristic")) {
            warnings.add("endpoint-learning " + learning + ": sources are learned by this node's rules, strictly");
        }
        if (request.flag("no port latching")) {
            warnings.add("no port latching: a media line keeps its ports");
        }
    }

    private Set<Replacement> replacements() {
        Set<Replacement> wanted = EnumSet.noneOf(Replacement.class);
        for (String item : request.body().texts("replace")) {
            Replacement replacement = REPLACEMENTS.get(NgVocabulary.folded(item));
            if (replacement != null) {
                wanted.add(replacement);
            } else if (!NgVocabulary.folded(item).startsWith("session connection")) { // always replaced
                warnings.add("replace " + item + " is not known");
            }
        }
        return wanted;
    }

    private CodecWishes codecs() {
        NgDictionary codec = request.body().dictionary("codec").orElse(null);
        if (codec == null) {
            return CodecWishes.NONE;
        }
        List<String> strip = new ArrayList<>(codec.texts("strip"));
        if (!request.command().equals("answer")) { // they hide what is transcoded for the answer
            strip.addAll(codec.texts("mask"));
            strip.addAll(codec.texts("consume"));
        }
        List<String> first = new ArrayList<>(codec.texts("offer"));
        List<String> transcode = codec.texts("transcode");
        first.addAll(transcode);
        if (!transcode.isEmpty()) {
            warnings.add("codec transcode: nothing is transcoded, only what was offered is offered on");
        }
        return new CodecWishes(strip, codec.texts("except"), first);
    }

    private Set<RtcpMux> rtcpMux() {
        Set<RtcpMux> wanted = EnumSet.noneOf(RtcpMux.class);
        for (String item : request.body().texts("rtcp-mux")) {
            try {
                wanted.add(RtcpMux.valueOf(item.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException _) {
                warnings.add("rtcp-mux " + item + " is not known");
            }
        }
        return wanted;
    }

    private @Nullable String protocol() {
        Optional<String> wanted = request.text("transport-protocol");
        if (wanted.isEmpty() || wanted.get().equalsIgnoreCase("accept")) {
            return null;
        }
        String protocol = wanted.get().toUpperCase(Locale.ROOT);
        if (protocol.matches("(UDP/TLS/)?RTP/S?AVPF?")) {
            return protocol;
        }
        warnings.add("transport-protocol " + wanted.get() + " is not known");
        return null;
    }

    private @Nullable String mediaAddress() {
        String address = request.text("media address").orElse("");
        if (address.isEmpty()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException _) {
            warnings.add("media address is not an address");
            return null;
        }
    }

    private Set<Trait> traits() {
        Set<Trait> wanted = EnumSet.noneOf(Trait.class);
        TRAITS.forEach((flag, trait) -> {
            if (request.flag(flag)) {
                wanted.add(trait);
            }
        });
        if (request.flag("trust address")) {
            wanted.remove(Trait.SIGNALLING_ADDRESS);
        }
        return wanted;
    }
}
