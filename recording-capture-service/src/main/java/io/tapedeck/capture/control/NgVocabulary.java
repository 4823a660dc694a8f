package io.tapedeck.capture.control;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words controllers use. All of them are understood, in the sense that none is worth a warning: rtpengine's modules
 * in Kamailio and OpenSIPS send many of them with every call. Hyphens and blanks, and case, make no difference.
 */
final class NgVocabulary {

    private static final Map<String, String> KEYS = byFoldedName(
            "command",
            "call-id",
            "from-tag",
            "to-tag",
            "via-branch",
            "sdp",
            "flags",
            "rtpp-flags",
            "tapedeck",
            "received-from",
            "replace",
            "ICE",
            "ICE-lite",
            "direction",
            "interface",
            "from-interface",
            "to-interface",
            "transport-protocol",
            "rtcp-mux",
            "media address",
            "address family",
            "codec",
            "ptime",
            "ptime-reverse",
            "DTLS",
            "DTLS-reverse",
            "DTLS-fingerprint",
            "SDES",
            "OSRTP",
            "T.38",
            "TOS",
            "label",
            "set-label",
            "from-label",
            "to-label",
            "from-tags",
            "all",
            "address",
            "record call",
            "metadata",
            "pause",
            "output-destination",
            "recording-dir",
            "recording-file",
            "recording-path",
            "recording-pattern",
            "delete delay",
            "limit",
            "supports",
            "template",
            "xmlrpc-callback",
            "drop-traffic",
            "endpoint-learning",
            "generate RTCP",
            "delay-buffer",
            "audio-player",
            "file",
            "blob",
            "db-id",
            "repeat-times",
            "repeat-duration",
            "start-pos",
            "duration",
            "once",
            "code",
            "digit",
            "volume",
            "frequency",
            "frequencies",
            "DTMF-security",
            "DTMF-security-trigger",
            "DTMF-security-trigger-end",
            "DTMF-delay",
            "trigger",
            "trigger-end",
            "trigger-end-time",
            "trigger-end-digits",
            "block-egress",
            "delay");

    private static final Set<String> FLAGS = Stream.of(
                    "all",
                    "allow transcoding",
                    "always transcode",
                    "asymmetric",
                    "asymmetric codecs",
                    "symmetric codecs",
                    "reorder codecs",
                    "single codec",
                    "no codec renegotiation",
                    "trust address",
                    "SIP source address",
                    "received from",
                    "strict source",
                    "media handover",
                    "port latching",
                    "no port latching",
                    "reset",
                    "unidirectional",
                    "symmetric",
                    "no rtcp attribute",
                    "full rtcp attribute",
                    "generate RTCP",
                    "generate mid",
                    "loop protect",
                    "record call",
                    "start recording",
                    "stop recording",
                    "pause recording",
                    "pause",
                    "recording vsc",
                    "optional recording",
                    "fatal",
                    "siprec",
                    "inject DTMF",
                    "detect DTMF",
                    "block DTMF",
                    "unblock DTMF",
                    "block media",
                    "unblock media",
                    "silence media",
                    "unsilence media",
                    "block egress",
                    "egress",
                    "early media",
                    "no passthrough",
                    "passthrough",
                    "pad crypto",
                    "low latency",
                    "mirror rtcp",
                    "no jitter buffer",
                    "debug",
                    "original sendrecv",
                    "static codec",
                    "directional",
                    "discard recording",
                    "exclude recording",
                    "skip recording",
                    "skip recording db",
                    "replace origin full",
                    "NAT wait",
                    "RTCP mirror",
                    "recrypt",
                    "RTCP-mux",
                    "provisional",
                    "music on hold",
                    "moh",
                    "new branch",
                    "to tag",
                    "via branch",
                    "force",
                    "trickle ICE",
                    "ICE lite",
                    "ICE reject",
                    "T.38",
                    "bidirectional",
                    "block short",
                    "drop traffic",
                    "mid",
                    "extmap strip all",
                    "via-branch=auto",
                    "reuse codecs",
                    "osrtp",
                    "ignore rfc2833",
                    "prefer speex",
                    "prefer T.38")
            .map(NgVocabulary::folded)
            .collect(Collectors.toUnmodifiableSet());

    private NgVocabulary() {}

    private static Map<String, String> byFoldedName(String... names) {
        return Stream.of(names).collect(Collectors.toUnmodifiableMap(NgVocabulary::folded, Function.identity()));
    }

    static String folded(String word) {
        return word.replace('-', ' ').toLowerCase(Locale.ROOT);
    }

    /** The key as the commands ask for it; empty when nobody ever does. */
    static Optional<String> key(String written) {
        return Optional.ofNullable(KEYS.get(folded(written)));
    }

    static boolean isFlag(String word) {
        return FLAGS.contains(folded(word));
    }
}
