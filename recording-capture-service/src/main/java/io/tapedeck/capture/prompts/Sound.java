package io.tapedeck.capture.prompts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntFunction;

/** What is to be heard, before it is in any codec. */
sealed interface Sound {

    /** The same for the same sound. */
    String id();

    /**
     * A file of whatever kind.
     *
     * @param bytes read only
     */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, read once
    record Recorded(String id, byte[] bytes) implements Sound {

        static Recorded of(byte[] bytes) {
            return new Recorded(HexFormat.of().formatHex(hash(bytes)), bytes);
        }

        static byte[] hash(byte[] bytes) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every JDK has it
            }
        }
    }

    /**
     * Tones.
     *
     * @param samples by sampling rate
     */
    record Generated(String id, IntFunction<short[]> samples) implements Sound {}
}
