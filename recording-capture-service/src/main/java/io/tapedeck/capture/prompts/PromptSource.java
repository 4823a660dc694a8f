package io.tapedeck.capture.prompts;

import io.tapedeck.protocol.codec.Cadence;

/** Where the sound of a prompt comes from. */
public sealed interface PromptSource {

    /** A file in the prompt directory. */
    record PromptFile(String name) implements PromptSource {}

    /** A file that came with the request. */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, read once
    record Blob(byte[] bytes) implements PromptSource {}

    /**
     * A file that was handed over before, see {@link PromptShelf}.
     *
     * @param sha256 of its content, lower-case hexadecimal
     */
    record Kept(String sha256) implements PromptSource {}

    record Tone(Cadence cadence) implements PromptSource {}
}
