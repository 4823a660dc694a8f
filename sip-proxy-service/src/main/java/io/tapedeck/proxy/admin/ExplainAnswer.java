package io.tapedeck.proxy.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.Unanswered;
import io.tapedeck.proxy.policy.Consideration;
import io.tapedeck.proxy.policy.Decision;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Question;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link Decision} for people to read. */
record ExplainAnswer(List<OrderView> orders, List<ConsiderationView> considered) {

    /**
     * One recording that would be made.
     *
     * @param ask what becomes of it when the caller, who is asked, says nothing; absent when nobody is asked
     * @param callerRecording present when the platform itself answers and there is no callee
     */
    record OrderView(
            OwnerView owner,
            RecordingLevel level,
            String leg,
            String setting,
            SettingsView settings,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            AskView ask,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            TapeView callerRecording) {}

    /** That the caller decides, before the call is placed. */
    record AskView(PromptLanguage language, Unanswered unanswered) {}

    /**
     * How a caller is recorded without a callee.
     *
     * @param silenceSeconds the call ends after so many seconds without speech; 0 for never
     * @param method absent where nothing is sent, or nothing is said
     */
    record TapeView(
            long silenceSeconds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DeliveryMethod method) {}

    /**
     * Whose it would be.
     *
     * @param userId absent when it belongs to the tenant as a whole
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OwnerView(TenantId tenantId, @Nullable UserId userId) {}

    /** What it would be like. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SettingsView(
            boolean enabled,
            MediaFormat format,
            ChannelLayout layout,
            RecordingOrder.Pauses pauses,
            @Nullable URI url,
            @Nullable Integer recordMinSec,
            @Nullable Integer recordSampleRate,
            @Nullable Integer timeLimit,
            boolean recordOnAnswer,
            boolean recordOnBridge,
            boolean optional,
            List<String> media) {}

    /** What was looked at. */
    record ConsiderationView(RecordingLevel level, String leg, String setting, String verdict, String why) {}

    static ExplainAnswer of(Decision decision) {
        return new ExplainAnswer(
                decision.grants().stream()
                        .map(grant -> order(grant, decision.question(), decision.tape()))
                        .toList(),
                decision.considered().stream().map(ExplainAnswer::consideration).toList());
    }

    private static OrderView order(Grant grant, @Nullable Question question, Decision.@Nullable Tape tape) {
        Decision.InForce settings = grant.settings();
        return new OrderView(
                new OwnerView(grant.tenant(), grant.owner()),
                grant.level(),
                text(grant.leg()),
                grant.setting(),
                new SettingsView(
                        true,
                        settings.format(),
                        settings.layout(),
                        settings.pauses(),
                        settings.url(),
                        settings.minimumSeconds(),
                        settings.sampleRateHertz(),
                        settings.limitSeconds(),
                        settings.start() == RecordingOrder.Start.ANSWER,
                        settings.start() == RecordingOrder.Start.BRIDGE,
                        settings.optional(),
                        settings.media().stream().map(ExplainAnswer::text).toList()),
                question == null || !question.isAbout(grant)
                        ? null
                        : new AskView(
                                question.language(), question.recordUnanswered() ? Unanswered.RECORD : Unanswered.SKIP),
                tape == null ? null : new TapeView(tape.silence().toSeconds(), tape.method()));
    }

    private static ConsiderationView consideration(Consideration one) {
        return new ConsiderationView(one.level(), text(one.leg()), one.setting(), text(one.verdict()), one.why());
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
