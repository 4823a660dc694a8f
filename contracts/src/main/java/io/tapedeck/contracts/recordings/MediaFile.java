package io.tapedeck.contracts.recordings;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;

/**
 * A finished file in the recording store.
 *
 * @param key path inside the store, relative and with forward slashes; stays valid when the store moves
 * @param sha256 lower-case hexadecimal digest of the file
 */
public record MediaFile(
        String key,
        MediaFormat format,
        ChannelLayout layout,
        long bytes,
        String sha256,
        int sampleRateHertz,
        int channels) {}
