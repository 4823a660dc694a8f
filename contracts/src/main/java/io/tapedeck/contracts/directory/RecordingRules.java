package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.RecordingOrder;
import org.jspecify.annotations.Nullable;

/**
 * What one level says about recording: a document of which every part may be absent. What is absent is undefined and
 * falls through to the next level. An endpoint (device, user, team) means its own calls: {@code inbound} are those it
 * receives. A tenant and the platform mean the leg as the platform sees it: {@code inbound} is where the INVITE came to
 * us, so its network is the caller's.
 *
 * @param any for both directions, where they say nothing of their own
 * @param pauses what becomes of the time while a recording was paused; undefined everywhere: silence
 * @param redirected whether calls are recorded that a user has forwarded or transferred; undefined everywhere: no
 * @param audio undefined everywhere: yes
 * @param video undefined everywhere: no
 * @param externalToExternal whether calls between two numbers outside are recorded; read from the tenant and the
 *     platform only; undefined everywhere: no
 * @param seats how many users of a tenant may have recordings of their own; undefined: all. Read from the tenant and the
 *     platform only
 * @param seat whether the user has one of the seats; read from the user only
 * @param announcement what the parties are told; each of its parts falls through by itself
 * @param beep undefined everywhere: none
 * @param outgoingMode whether the caller is asked; the owner's rules count; undefined everywhere: {@link OutgoingMode#ALL}
 * @param unanswered undefined everywhere: {@link Unanswered#SKIP}
 * @param callerRecording read from the tenant and the platform only; each of its parts falls through by itself
 * @param onDemand whether a user may start, stop, pause and resume recordings during a call; undefined everywhere: no
 * @param featureCodes what a user presses for it; each falls through by itself
 * @param resumeAfterSeconds a pause ends by itself after so long; 0 and undefined everywhere: never
 * @param codecs as a whole from the first level that has one; undefined everywhere: as the phones offer them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingRules(
        @Nullable LegRules inbound,
        @Nullable LegRules outbound,
        @Nullable LegRules any,
        @Nullable ChannelLayout layout,
        RecordingOrder.@Nullable Pauses pauses,
        @Nullable Boolean redirected,
        @Nullable Boolean audio,
        @Nullable Boolean video,
        @Nullable Boolean externalToExternal,
        @Nullable Integer seats,
        @Nullable Boolean seat,
        @Nullable AnnouncementRules announcement,
        @Nullable BeepRules beep,
        @Nullable OutgoingMode outgoingMode,
        @Nullable Unanswered unanswered,
        @Nullable CallerRecordingRules callerRecording,
        @Nullable Boolean onDemand,
        @Nullable FeatureCodes featureCodes,
        @Nullable Integer resumeAfterSeconds,
        @Nullable CodecRules codecs) {

    public static final RecordingRules UNDEFINED =
            new RecordingRules(null, null, null, null, null, null, null, null, null, null, null);

    /** With nothing said about control during the call. */
    public RecordingRules(
            @Nullable LegRules inbound,
            @Nullable LegRules outbound,
            @Nullable LegRules any,
            @Nullable ChannelLayout layout,
            RecordingOrder.@Nullable Pauses pauses,
            @Nullable Boolean redirected,
            @Nullable Boolean audio,
            @Nullable Boolean video,
            @Nullable Boolean externalToExternal,
            @Nullable Integer seats,
            @Nullable Boolean seat,
            @Nullable AnnouncementRules announcement,
            @Nullable BeepRules beep,
            @Nullable OutgoingMode outgoingMode,
            @Nullable Unanswered unanswered,
            @Nullable CallerRecordingRules callerRecording) {
        this(
                inbound,
                outbound,
                any,
                layout,
                pauses,
                redirected,
                audio,
                video,
                externalToExternal,
                seats,
                seat,
                announcement,
                beep,
                outgoingMode,
                unanswered,
                callerRecording,
                null,
                null,
                null,
                null);
    }

    /** With nothing said about what the parties hear. */
    public RecordingRules(
            @Nullable LegRules inbound,
            @Nullable LegRules outbound,
            @Nullable LegRules any,
            @Nullable ChannelLayout layout,
            RecordingOrder.@Nullable Pauses pauses,
            @Nullable Boolean redirected,
            @Nullable Boolean audio,
            @Nullable Boolean video,
            @Nullable Boolean externalToExternal,
            @Nullable Integer seats,
            @Nullable Boolean seat) {
        this(
                inbound,
                outbound,
                any,
                layout,
                pauses,
                redirected,
                audio,
                video,
                externalToExternal,
                seats,
                seat,
                null,
                null,
                null,
                null,
                null);
    }
}
