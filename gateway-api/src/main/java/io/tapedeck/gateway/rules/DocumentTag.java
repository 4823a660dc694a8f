package io.tapedeck.gateway.rules;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/** The version of a settings document as an entity tag (RFC 9110, 8.8.3). */
public final class DocumentTag {

    private DocumentTag() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that a change is for.
     *
     * @return null for whatever is there
     * @throws Refusal 412 for a tag that none of our documents has
     */
    public static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        String text = ifMatch.replaceAll("^W/|\"", "");
        if (!text.matches("[0-9]{1,18}")) {
            throw Refusal.of(Reason.STALE, "No version of this document has that tag.");
        }
        return Long.valueOf(text);
    }
}
