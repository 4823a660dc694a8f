package io.tapedeck.gateway.validation;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The forms that texts of the directory may have. */
@SuppressWarnings("ImmutableEnumChecker") // the predicates hold patterns, which do not change
public enum TextRule {
    /** Shown to people. */
    NAME("Must have 1 to 120 characters, none of them a control character.", matches("[^\\p{Cntrl}]{1,120}")) {
        @Override
        public String normalise(String text) {
            return text.strip();
        }
    },
    /** Shown to people, may be empty. */
    DISPLAY_NAME(
            "Must have at most 120 characters, none of them a control character.", matches("[^\\p{Cntrl}]{0,120}")) {
        @Override
        public String normalise(String text) {
            return text.strip();
        }
    },
    /** Domain names, RFC 1123 section 2.1; also IPv4 addresses. */
    DOMAIN("Must be a domain name such as \"pbx.example.com\".", Hosts::isName) {
        @Override
        public String normalise(String text) {
            return text.strip().toLowerCase(Locale.ROOT);
        }
    },
    HOST("Must be a host name or an IP address.", host -> Hosts.isName(host) || Hosts.isAddress(host)) {
        @Override
        public String normalise(String text) {
            return text.strip().toLowerCase(Locale.ROOT);
        }
    },
    SOURCE(
            "Must be an IP address, a network such as \"192.0.2.0/24\", or an address with port such as \"192.0.2.7:5080\".",
            Hosts::isSource),
    EXTENSION("Must have 1 to 32 letters, digits or . _ + * # -", matches("[0-9A-Za-z._+*#-]{1,32}")),
    /** Near to E.164, but as trunks send it: the plus may be missing, national forms are longer. */
    NUMBER("Must be a phone number: 3 to 20 digits, a + in front if you like.", matches("\\+?[0-9]{3,20}")),
    PREFIX(
            "Must be the beginning of a number: at most 20 of digits, * and #, a + in front if you like.",
            matches("\\+?[0-9*#]{0,20}")),
    /** Digest user names stand in quotes and before a colon (RFC 7616, 3.4.2). */
    USERNAME("Must have 1 to 64 letters, digits or . _ + @ -", matches("[0-9A-Za-z._+@-]{1,64}")),
    PASSWORD("Must have 6 to 128 characters, none of them a control character.", matches("[^\\p{Cntrl}]{6,128}"));

    private final String explanation;
    private final Predicate<String> rule;

    TextRule(String explanation, Predicate<String> rule) {
        this.explanation = explanation;
        this.rule = rule;
    }

    String explanation() {
        return explanation;
    }

    boolean admits(String text) {
        return rule.test(text);
    }

    /** The form in which the text is kept. */
    public String normalise(String text) {
        return text;
    }

    private static Predicate<String> matches(String regex) {
        return Pattern.compile(regex).asMatchPredicate();
    }
}
