package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.MediaFormat;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a recording that they start; null leaves it to the settings.
 *
 * @param url where the finished file is sent by HTTP PUT
 * @param label shown with the recording
 * @param mediaName wanted for the file, without extension
 */
public record Demand(
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable Integer minimumSeconds,
        @Nullable Integer sampleRateHertz,
        @Nullable Integer limitSeconds,
        @Nullable String label,
        @Nullable String mediaName) {

    public static final Demand NOTHING = new Demand(null, null, null, null, null, null, null);
}
