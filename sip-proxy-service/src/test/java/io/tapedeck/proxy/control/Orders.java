package io.tapedeck.proxy.control;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders of one tenant. */
final class Orders {

    static final TenantId TENANT = new TenantId(new UUID(7, 1));

    private Orders() {}

    static RecordingOrder order(int number) {
        return order(number, RecordingOrder.Pauses.SILENCE, null);
    }

    static RecordingOrder order(int number, RecordingOrder.Pauses pauses, @Nullable Integer limitSeconds) {
        return new RecordingOrder(
                new RecordingId(new UUID(9, number)),
                TENANT,
                null,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null,
                null,
                pauses,
                false,
                null,
                limitSeconds);
    }
}
