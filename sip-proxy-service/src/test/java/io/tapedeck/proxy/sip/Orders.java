package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders as the fake house gives them: stereo WAV, as long as the call. */
final class Orders {

    private Orders() {}

    /** @param owner null for the tenant */
    static RecordingOrder of(int number, @Nullable UserId owner, @Nullable Start start) {
        return of(new UUID(6, number), owner, start);
    }

    static RecordingOrder of(UUID id, @Nullable UserId owner, @Nullable Start start) {
        return new RecordingOrder(
                new RecordingId(id),
                FakeHouse.TENANT,
                owner,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null,
                null,
                null,
                false,
                null,
                null,
                start,
                null,
                null);
    }
}
