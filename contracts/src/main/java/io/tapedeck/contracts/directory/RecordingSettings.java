package io.tapedeck.contracts.directory;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant wants recorded, and how.
 *
 * @param deliverTo where finished recordings are sent by HTTP PUT, as {@code <deliverTo>/<recording id>.<extension>};
 *     null for nowhere
 */
public record RecordingSettings(
        boolean enabled,
        MediaFormat format,
        ChannelLayout layout,
        @Nullable URI deliverTo) {

    public static final RecordingSettings DEFAULT =
            new RecordingSettings(true, MediaFormat.WAV, ChannelLayout.STEREO, null);
}
