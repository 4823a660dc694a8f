package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.directory.DirectoryEvent.Announcement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A file that can be played.
 *
 * @param sha256 of its content, lower-case hexadecimal
 * @param content read only
 */
@SuppressWarnings("ArrayRecordComponent") // kilobytes, known by their hash
public record Prompt(String sha256, byte[] content) {

    public static Prompt of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Prompt(HexFormat.of().formatHex(hash), content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * A tenant's own.
     *
     * @throws IllegalArgumentException when it is not written as it should be
     */
    public static Prompt of(Announcement announcement) {
        return new Prompt(announcement.sha256(), Base64.getDecoder().decode(announcement.sound()));
    }

    @Override
    public String toString() {
        return "prompt " + sha256;
    }
}
