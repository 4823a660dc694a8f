package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Decision.InForce;
import io.tapedeck.proxy.policy.Decision.Tape;
import io.tapedeck.proxy.policy.Rung.Found;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether an address records whoever calls it, for whom, and how. Nothing is noted of addresses that have nothing to do
 * with it; where one that has is refused, the call goes where the address leads otherwise.
 */
record CallerRecordings(DirectorySnapshot directory, Protocol protocol) {

    /** User part of the address that every tenant has for it. */
    private static final String ADDRESS = "record";

    private static final String ENABLED = "callerRecording.enabled";
    private static final String CODE = "callerRecording.code";
    private static final int USUAL_LIMIT_SECONDS = 300;
    private static final int USUAL_SILENCE_SECONDS = 5;

    /** @return whether the caller is recorded, and nobody called */
    boolean ask(Dialled dialled) {
        return switch (dialled.by()) {
            case Dialled.Inside inside -> fromInside(inside, dialled);
            case Dialled.Outside outside -> fromOutside(outside, dialled);
            case Dialled.Sent(var tenant) ->
                (isAddress(dialled) || isCode(tenant, dialled))
                        && refused(ENABLED, "nobody can be forwarded or transferred to it");
        };
    }

    private boolean fromInside(Dialled.Inside caller, Dialled dialled) {
        if (!isAddress(dialled) && !isCode(caller.tenant(), dialled)) {
            return false;
        }
        Tenant named = directory.tenantByDomain(dialled.host());
        if (named != null && !named.id().equals(caller.tenant().id())) {
            return refused(ENABLED, "of another tenant a device reaches the numbers and nothing else");
        }
        return recorded(caller.tenant(), caller.user(), dialled.user());
    }

    private boolean fromOutside(Dialled.Outside caller, Dialled dialled) {
        Tenant named = directory.tenantByDomain(dialled.host());
        if (named == null) {
            return isAddress(dialled) && refused(ENABLED, "from outside it needs the domain of a tenant");
        }
        if (!isAddress(dialled)) {
            return isCode(named, dialled) && refused(CODE, "the code is for users of the tenant, not from outside");
        }
        boolean serves = caller.served() == null || caller.served().equals(named.id());
        return serves
                ? recorded(named, null, dialled.user())
                : refused(ENABLED, "the trunk leads to another tenant only");
    }

    /**
     * Where nobody else has the address and no trunk takes it, the call is refused; to be told after {@link #ask} has said no.
     *
     * @return whether the address is of ours, and leads nowhere
     */
    boolean leadsNowhere(Dialled dialled) {
        if (protocol.isEmpty()) {
            return false;
        }
        Tenant named = directory.tenantByDomain(dialled.host());
        Tenant own = switch (dialled.by()) {
            case Dialled.Inside(var tenant, var _) -> tenant;
            case Dialled.Sent(var tenant) -> tenant;
            case Dialled.Outside _ -> null;
        };
        boolean goesOut = own != null
                && (named == null || named.id().equals(own.id()))
                && !directory.trunksFor(own.id(), dialled.user()).isEmpty();
        return !goesOut && !refused(ENABLED, "nobody else has this address: the call is refused with 404");
    }

    private static boolean isAddress(Dialled dialled) {
        return dialled.user().equals(ADDRESS);
    }

    private boolean isCode(Tenant tenant, Dialled dialled) {
        return dialled.user().equals(all(tenant).whole(part(CallerRecordingRules::code)));
    }

    private Ladder all(Tenant tenant) {
        return new Ladders(directory).all(tenant);
    }

    /** Somebody who has that extension is called, not recorded. */
    private boolean recorded(Tenant tenant, @Nullable UserId caller, String user) {
        if (directory.userByExtension(tenant.id(), user) != null) {
            return refused(ENABLED, "it is the extension of a user, who is called");
        }
        Ladder ladder = all(tenant);
        Found<Boolean> enabled = ladder.found(ENABLED, part(CallerRecordingRules::enabled));
        if (enabled == null) {
            protocol.note(RecordingLevel.TENANT, Leg.INBOUND, ENABLED, Verdict.UNDEFINED, "nothing is set");
            protocol.note(RecordingLevel.PLATFORM, Leg.INBOUND, ENABLED, Verdict.UNDEFINED, "nothing is set");
            return false;
        }
        if (!enabled.value()) {
            protocol.note(enabled.level(), Leg.INBOUND, ENABLED, Verdict.NO, "it is switched off");
            return false;
        }
        protocol.note(
                enabled.level(),
                Leg.INBOUND,
                ENABLED,
                Verdict.RECORD,
                "the platform answers, and whoever calls this address is recorded");
        grant(tenant, caller, ladder, enabled);
        return true;
    }

    private boolean refused(String setting, String why) {
        protocol.note(RecordingLevel.TENANT, Leg.INBOUND, setting, Verdict.NO, why);
        return false;
    }

    private void grant(Tenant tenant, @Nullable UserId caller, Ladder ladder, Found<Boolean> enabled) {
        int limit = or(ladder.whole(part(CallerRecordingRules::timeLimit)), USUAL_LIMIT_SECONDS);
        int silence = or(ladder.whole(part(CallerRecordingRules::silenceSeconds)), USUAL_SILENCE_SECONDS);
        URI url = ladder.whole(part(CallerRecordingRules::url));
        DeliveryMethod method = ladder.whole(part(CallerRecordingRules::method));
        var settings = new InForce(
                or(ladder.whole(part(CallerRecordingRules::format)), MediaFormat.WAV),
                or(ladder.whole(RecordingRules::layout), ChannelLayout.STEREO),
                RecordingOrder.Pauses.SILENCE,
                url,
                null,
                null,
                limit,
                Set.of(Medium.AUDIO),
                RecordingOrder.Start.ANSWER,
                false);
        protocol.grantAlone(
                new Grant(tenant.id(), caller, enabled.level(), Leg.INBOUND, ENABLED, settings),
                new Tape(Duration.ofSeconds(limit), Duration.ofSeconds(silence), url == null ? null : method));
    }

    private static <T> Function<RecordingRules, @Nullable T> part(Function<CallerRecordingRules, @Nullable T> key) {
        return rules -> rules.callerRecording() == null ? null : key.apply(rules.callerRecording());
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
