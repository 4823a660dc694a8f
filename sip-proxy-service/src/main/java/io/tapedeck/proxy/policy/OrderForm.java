package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.policy.Decision.InForce;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes orders. */
final class OrderForm {

    /** Of a recording that somebody starts and may forget to stop. */
    private static final int USUAL_LIMIT_SECONDS = 3_600;

    private OrderForm() {}

    static RecordingOrder of(RecordingId id, TenantId tenant, @Nullable UserId owner, InForce settings) {
        return new RecordingOrder(
                id,
                tenant,
                owner,
                format(settings, settings.format()),
                settings.layout(),
                settings.url(),
                settings.sampleRateHertz(),
                settings.pauses(),
                settings.optional(),
                settings.minimumSeconds(),
                settings.limitSeconds(),
                settings.start() == Start.ANSWER ? null : settings.start(),
                null,
                null);
    }

    /** Of a caller without a callee. */
    static RecordingOrder taped(
            RecordingId id,
            TenantId tenant,
            @Nullable UserId owner,
            InForce settings,
            @Nullable DeliveryMethod method) {
        return new RecordingOrder(
                id,
                tenant,
                owner,
                settings.format(),
                settings.layout(),
                settings.url(),
                null,
                null,
                settings.optional(),
                settings.minimumSeconds(),
                settings.limitSeconds(),
                null,
                null,
                null,
                method);
    }

    /** What whoever started it said counts more than the settings. */
    static RecordingOrder demanded(
            RecordingId id, TenantId tenant, @Nullable UserId owner, InForce settings, Demand wishes) {
        return new RecordingOrder(
                id,
                tenant,
                owner,
                wishes.format() == null ? format(settings, settings.format()) : wishes.format(),
                settings.layout(),
                wishes.url() == null ? settings.url() : wishes.url(),
                first(wishes.sampleRateHertz(), settings.sampleRateHertz()),
                settings.pauses(),
                settings.optional(),
                first(wishes.minimumSeconds(), settings.minimumSeconds()),
                first(wishes.limitSeconds(), Objects.requireNonNullElse(settings.limitSeconds(), USUAL_LIMIT_SECONDS)),
                Start.DEMAND,
                wishes.label(),
                wishes.mediaName());
    }

    private static MediaFormat format(InForce settings, MediaFormat wanted) {
        return settings.media().contains(Medium.VIDEO) ? MediaFormat.MP4 : wanted;
    }

    private static @Nullable Integer first(@Nullable Integer one, @Nullable Integer other) {
        return one == null ? other : one;
    }
}
