package io.tapedeck.protocol.ng;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A value of the ng control protocol: what bencode and JSON have in common. Immutable. */
public sealed interface NgValue {

    /**
     * Text. A received byte that is not UTF-8 is carried as the private-use character {@code U+F700 + byte} and written back as it
     * came.
     */
    record NgString(String value) implements NgValue {

        /** Bytes of any kind, as those of a file. */
        public static NgString ofBytes(byte[] bytes) {
            return new NgString(NgText.decode(bytes));
        }
    }

    /** A whole number. */
    record NgInteger(long value) implements NgValue {}

    /** Values in their order. */
    record NgList(List<NgValue> values) implements NgValue {

        public NgList {
            values = List.copyOf(values);
        }

        public static NgList ofTexts(List<String> texts) {
            return new NgList(texts.stream().<NgValue>map(NgString::new).toList());
        }
    }

    /** Values by key; the order of the keys is kept but means nothing. */
    record NgDictionary(Map<String, NgValue> entries) implements NgValue {

        public NgDictionary {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The text, or the number as text, under a key. */
        public Optional<String> text(String key) {
            return switch (entries.get(key)) {
                case NgString(String value) -> Optional.of(value);
                case NgInteger(long value) -> Optional.of(Long.toString(value));
                case NgList _, NgDictionary _ -> Optional.empty();
                case null -> Optional.empty();
            };
        }

        /** The text under a key as it was on the wire. */
        public Optional<byte[]> bytes(String key) {
            return entries.get(key) instanceof NgString(String value)
                    ? Optional.of(NgText.encode(value))
                    : Optional.empty();
        }

        /** The number, or the text that is one, under a key. */
        public OptionalLong integer(String key) {
            return switch (entries.get(key)) {
                case NgInteger(long value) -> OptionalLong.of(value);
                case NgString(String value) -> parsed(value);
                case NgList _, NgDictionary _ -> OptionalLong.empty();
                case null -> OptionalLong.empty();
            };
        }

        public Optional<NgDictionary> dictionary(String key) {
            return entries.get(key) instanceof NgDictionary dictionary ? Optional.of(dictionary) : Optional.empty();
        }

        /** The list under a key; empty when there is none. */
        public List<NgValue> list(String key) {
            return entries.get(key) instanceof NgList(List<NgValue> values) ? values : List.of();
        }

        /** The texts of the list under a key; one text counts as a list of one. */
        public List<String> texts(String key) {
            if (entries.get(key) instanceof NgString(String value)) {
                return List.of(value);
            }
            return list(key).stream()
                    .filter(NgString.class::isInstance)
                    .map(value -> ((NgString) value).value())
                    .toList();
        }

        /** Whether {@code flags} has the word, with hyphens for spaces or not, or the key itself says yes. */
        public boolean flag(String key) {
            return text(key).filter(NgDictionary::isYes).isPresent()
                    || texts("flags").stream().anyMatch(flag -> spaced(flag).equals(spaced(key)));
        }

        private static boolean isYes(String value) {
            return switch (value) {
                case "yes", "true", "on", "1" -> true;
                default -> false;
            };
        }

        private static String spaced(String word) {
            return word.replace('-', ' ');
        }

        private static OptionalLong parsed(String value) {
            try {
                return OptionalLong.of(Long.parseLong(value));
            } catch (NumberFormatException _) {
                return OptionalLong.empty();
            }
        }

        /** A copy with one more entry; a null value leaves the dictionary as it is. */
        public NgDictionary with(String key, @Nullable NgValue value) {
            if (value == null) {
                return this;
            }
            var copy = new LinkedHashMap<>(entries);
            copy.put(key, value);
            return new NgDictionary(copy);
        }

        public NgDictionary with(String key, String value) {
            return with(key, new NgString(value));
        }

        public NgDictionary with(String key, long value) {
            return with(key, new NgInteger(value));
        }

        public static NgDictionary empty() {
            return new NgDictionary(Map.of());
        }
    }
}
