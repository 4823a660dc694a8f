package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the many ways to say a thing to one. What stands in {@code flags}, a list or one text, or in the text
 * {@code rtpp-flags} that newer modules send, becomes the key it stands for:
 *
 * <pre>
 * replace-origin  rtcp-mux-demux  codec-strip-opus  SDES-off     an item of replace, rtcp-mux, codec.strip, SDES
 * RTP/AVPF                                                      transport-protocol
 * internal external                                             the items of direction
 * label=caller  codec-strip=[opus G722]                         the key and its value
 * trust-address                                                 stays a flag
 * </pre>
 */
final class NgFlags {

    private static final List<String> LISTS = List.of("replace", "rtcp-mux", "SDES", "OSRTP", "T.38", "T38");
    private static final List<String> CODEC_LISTS =
            List.of("strip", "except", "offer", "transcode", "mask", "set", "accept", "consume", "ignore");
    private static final int MOST_WORDS = 500;

    private final Map<String, NgValue> entries = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, List<String>> codecs = new LinkedHashMap<>();
    private final List<String> flags = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    private NgFlags() {}

    static NgRequest read(NgDictionary raw) {
        var reader = new NgFlags();
        raw.entries().forEach(reader::key);
        reader.words(raw.texts("flags"));
        raw.text("rtpp-flags").ifPresent(text -> reader.words(List.of(text)));
        return new NgRequest(reader.body(), List.copyOf(reader.unknown));
    }

    private void key(String written, NgValue value) {
        Optional<String> key = NgVocabulary.key(written);
        if (key.isPresent()) {
            entries.put(key.get(), value);
        } else if (NgVocabulary.isFlag(written)) {
            entries.put(written.replace('-', ' '), value);
        } else {
            entries.put(written, value);
            unknown.add(written);
        }
    }

    private void words(List<String> texts) {
        List<String> words = new ArrayList<>();
        texts.forEach(text -> words.addAll(split(text)));
        words.stream().limit(MOST_WORDS).forEach(this::word);
    }

    /** At blanks, but not between brackets. */
    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        boolean bracketed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bracketed = c == '[' || (bracketed && c != ']');
            if (c > ' ' || bracketed) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return NgVocabulary.isFlag(text) ? List.of(text) : words; // "trust address" is one flag
    }

    private void word(String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            assign(word.substring(0, equals), word.substring(equals + 1));
        } else if (isProtocol(word)) {
            entries.putIfAbsent("transport-protocol", new NgString(word.toUpperCase(Locale.ROOT)));
        } else if (word.equalsIgnoreCase("internal") || word.equalsIgnoreCase("external")) {
            list("direction").add(word);
        } else if (NgVocabulary.isFlag(word)) {
            flags.add(word);
        } else if (!joined(word)) {
            flags.add(word);
            unknown.add(word);
        }
    }

    private static boolean isProtocol(String word) {
        return word.toUpperCase(Locale.ROOT).matches("(UDP/TLS/)?RTP/S?AVPF?");
    }

    private void assign(String name, String value) {
        List<String> values = value.startsWith("[") && value.endsWith("]")
                ? split(value.substring(1, value.length() - 1))
                : List.of(value);
        String list = listNamed(name);
        if (list != null) {
            values.forEach(list(list)::add);
        } else if (!values.stream().allMatch(item -> joined(name + "-" + item))) {
            entries.putIfAbsent(NgVocabulary.key(name).orElse(name), new NgString(value));
            if (NgVocabulary.key(name).isEmpty() && !NgVocabulary.isFlag(name)) {
                unknown.add(name);
            }
        }
    }

    private static @Nullable String listNamed(String name) {
        String folded = NgVocabulary.folded(name);
        for (String list :
                List.of("replace", "rtcp-mux", "SDES", "OSRTP", "T.38", "direction", "from-tags", "received-from")) {
            if (NgVocabulary.folded(list).equals(folded)) {
                return list;
            }
        }
        return null;
    }

    /** {@code replace-origin}, {@code codec-strip-opus}, {@code transcode-PCMA}. */
    private boolean joined(String word) {
        for (String list : LISTS) {
            String prefix = list + "-";
            if (word.regionMatches(true, 0, prefix, 0, prefix.length())) {
                list(list).add(word.substring(prefix.length()));
                return true;
            }
        }
        String codec = word.regionMatches(true, 0, "codec-", 0, 6) ? word.substring(6) : word;
        for (String list : CODEC_LISTS) {
            String prefix = list + "-";
            boolean named = codec.length() < word.length() || list.equals("transcode");
            if (named && codec.regionMatches(true, 0, prefix, 0, prefix.length())) {
                codecs.computeIfAbsent(list, _ -> new ArrayList<>()).add(codec.substring(prefix.length()));
                return true;
            }
        }
        return false;
    }

    private List<String> list(String key) {
        return lists.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    private NgDictionary body() {
        var raw = new NgDictionary(entries);
        lists.forEach((key, items) -> entries.put(key, joined(raw.texts(key), items)));
        if (!codecs.isEmpty()) {
            NgDictionary before = raw.dictionary("codec").orElse(NgDictionary.empty());
            Map<String, NgValue> all = new LinkedHashMap<>(before.entries());
            codecs.forEach((key, items) -> all.put(key, joined(before.texts(key), items)));
            entries.put("codec", new NgDictionary(all));
        }
        entries.put("flags", NgList.ofTexts(flags));
        return new NgDictionary(entries);
    }

    private static NgList joined(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return NgList.ofTexts(all);
    }
}
