package io.tapedeck.contracts;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * That a recording is to be made, for whom and how. Given by the policy when recording starts; the capture carries it
 * to the conversion.
 *
 * @param userId the owner; null when the recording belongs to the tenant as a whole
 * @param deliverTo where to send the finished media by HTTP PUT; null for nowhere
 */
public record RecordingOrder(
        RecordingId recordingId,
        TenantId tenantId,
        @Nullable UserId userId,
        MediaFormat format,
        ChannelLayout layout,
        @Nullable URI deliverTo) {}
