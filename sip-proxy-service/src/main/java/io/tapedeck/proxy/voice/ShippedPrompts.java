package io.tapedeck.proxy.voice;

import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.proxy.recording.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the platform can say, in every language; see {@code src/main/prompts} for the texts. */
public final class ShippedPrompts {

    private final Map<PromptLanguage, Map<Phrase, Prompt>> prompts = new EnumMap<>(PromptLanguage.class);

    /** What there is to say. */
    public enum Phrase {
        STARTED,
        STOPPED,
        PAUSED,
        RESUMED,
        ASK
    }

    /** Reads them all: half a megabyte. */
    public ShippedPrompts() {
        for (PromptLanguage language : PromptLanguage.values()) {
            Map<Phrase, Prompt> spoken = new EnumMap<>(Phrase.class);
            for (Phrase phrase : Phrase.values()) {
                spoken.put(phrase, read(language, phrase));
            }
            prompts.put(language, spoken);
        }
    }

    /** Every phrase exists in every language. */
    public Prompt find(PromptLanguage language, Phrase phrase) {
        Prompt prompt = prompts.getOrDefault(language, Map.of()).get(phrase);
        if (prompt == null) {
            throw new IllegalStateException("no prompt " + phrase + " in " + language);
        }
        return prompt;
    }

    private static Prompt read(PromptLanguage language, Phrase phrase) {
        String name = "/prompts/" + language.code() + "/" + phrase.name().toLowerCase(Locale.ROOT) + ".opus";
        try (InputStream in = ShippedPrompts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the prompt " + name + " is missing");
            }
            return Prompt.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
