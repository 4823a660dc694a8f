package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which addresses record whoever calls them, for whom, and how. */
record CallerRecordings(DirectorySnapshot directory, Supplier<RecordingId> ids) {

    /** User part of the address that every tenant has for it. */
    private static final String ADDRESS = "record";

    private static final int USUAL_LIMIT_SECONDS = 300;
    private static final int USUAL_SILENCE_SECONDS = 5;

    Optional<CallerRecording> find(Authentication sender, String user, String host) {
        return switch (sender) {
            case Authentication.Device device -> fromDevice(device, user, host);
            case Authentication.Trunk(Trunk trunk) -> fromTrunk(trunk, user, host);
            case Authentication.Challenge _, Authentication.Refused _ -> Optional.empty();
        };
    }

    /** Of another tenant a device reaches the numbers and nothing else. */
    private Optional<CallerRecording> fromDevice(Authentication.Device device, String user, String host) {
        Tenant named = directory.tenantByDomain(host);
        if (named != null && !named.id().equals(device.tenant().id())) {
            return Optional.empty();
        }
        Ladder ladder = new Ladders(directory).all(device.tenant());
        String code = ladder.whole(part(CallerRecordingRules::code));
        return user.equals(ADDRESS) || user.equals(code)
                ? recording(device.tenant(), device.user().id(), user)
                : Optional.empty();
    }

    private Optional<CallerRecording> fromTrunk(Trunk trunk, String user, String host) {
        Tenant named = directory.tenantByDomain(host);
        if (named == null || !user.equals(ADDRESS)) {
            return Optional.empty();
        }
        boolean serves = trunk.tenantId() == null || trunk.tenantId().equals(named.id());
        return serves ? recording(named, null, user) : Optional.empty();
    }

    /** Somebody who has that extension is called, not recorded. */
    private Optional<CallerRecording> recording(Tenant tenant, @Nullable UserId caller, String user) {
        Ladder ladder = new Ladders(directory).all(tenant);
        boolean taken = directory.userByExtension(tenant.id(), user) != null;
        if (taken || !ladder.isSet(part(CallerRecordingRules::enabled), false)) {
            return Optional.empty();
        }
        int limit = or(ladder.whole(part(CallerRecordingRules::timeLimit)), USUAL_LIMIT_SECONDS);
        int silence = or(ladder.whole(part(CallerRecordingRules::silenceSeconds)), USUAL_SILENCE_SECONDS);
        return Optional.of(new CallerRecording(
                tenant, order(tenant, caller, ladder, limit), Duration.ofSeconds(limit), Duration.ofSeconds(silence)));
    }

    private RecordingOrder order(Tenant tenant, @Nullable UserId caller, Ladder ladder, int limitSeconds) {
        URI url = ladder.whole(part(CallerRecordingRules::url));
        DeliveryMethod method = ladder.whole(part(CallerRecordingRules::method));
        return new RecordingOrder(
                ids.get(),
                tenant.id(),
                caller,
                or(ladder.whole(part(CallerRecordingRules::format)), MediaFormat.WAV),
                or(ladder.whole(RecordingRules::layout), ChannelLayout.STEREO),
                url,
                null,
                null,
                false,
                null,
                limitSeconds,
                null,
                null,
                null,
                url == null ? null : method);
    }

    private static <T> Function<RecordingRules, @Nullable T> part(Function<CallerRecordingRules, @Nullable T> key) {
        return rules -> rules.callerRecording() == null ? null : key.apply(rules.callerRecording());
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
