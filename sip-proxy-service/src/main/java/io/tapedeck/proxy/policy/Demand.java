package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder.Start;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a recording that they start; null leaves it to the settings.
 *
 * @param url where the finished file is sent by HTTP PUT
 * @param label shown with the recording
 * @param mediaName wanted for the file, without extension
 * @param start what it waits for where that is still to come, {@link Start#ANSWER} or {@link Start#BRIDGE}; null for nothing
 */
public record Demand(
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable Integer minimumSeconds,
        @Nullable Integer sampleRateHertz,
        @Nullable Integer limitSeconds,
        @Nullable String label,
        @Nullable String mediaName,
        @Nullable Start start) {

    public static final Demand NOTHING = new Demand(null, null, null, null, null, null, null, null);
}
