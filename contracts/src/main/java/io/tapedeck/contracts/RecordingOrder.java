package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * That a recording is to be made, for whom and how. Given by the policy when recording starts; the capture carries it
 * to the conversion.
 *
 * @param userId the owner; null when the recording belongs to the tenant as a whole
 * @param deliverTo where to send the finished media by HTTP; null for nowhere
 * @param sampleRateHertz of the file; null for the highest rate that was spoken, as far as the format has it
 * @param pauses what becomes of the time while the recording was paused; null for {@link Pauses#SILENCE}
 * @param optional may be refused by a capture node whose disk is nearly full; a message that does not say so is about a
 *     mandatory one, which is taken to the last byte
 * @param minimumSeconds a recording in which less of the call is heard is discarded; null for none
 * @param limitSeconds the file ends after so long; null for the end of the recording
 * @param start when it begins; null for {@link Start#ANSWER}
 * @param label what whoever ordered it calls it; null for nothing
 * @param mediaName the name that is wanted for the file, without extension; null for none
 * @param deliverBy how it is sent; null for {@link DeliveryMethod#PUT}
 */
public record RecordingOrder(
        RecordingId recordingId,
        TenantId tenantId,
        @Nullable UserId userId,
        MediaFormat format,
        ChannelLayout layout,
        @Nullable URI deliverTo,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer sampleRateHertz,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Pauses pauses,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean optional,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer minimumSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer limitSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Start start,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String label,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mediaName,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DeliveryMethod deliverBy) {

    /** One that is sent by PUT where it is sent. */
    public RecordingOrder(
            RecordingId recordingId,
            TenantId tenantId,
            @Nullable UserId userId,
            MediaFormat format,
            ChannelLayout layout,
            @Nullable URI deliverTo,
            @Nullable Integer sampleRateHertz,
            @Nullable Pauses pauses,
            boolean optional,
            @Nullable Integer minimumSeconds,
            @Nullable Integer limitSeconds,
            @Nullable Start start,
            @Nullable String label,
            @Nullable String mediaName) {
        this(
                recordingId,
                tenantId,
                userId,
                format,
                layout,
                deliverTo,
                sampleRateHertz,
                pauses,
                optional,
                minimumSeconds,
                limitSeconds,
                start,
                label,
                mediaName,
                null);
    }

    /** One that begins with the answer and that nobody has given a name. */
    public RecordingOrder(
            RecordingId recordingId,
            TenantId tenantId,
            @Nullable UserId userId,
            MediaFormat format,
            ChannelLayout layout,
            @Nullable URI deliverTo,
            @Nullable Integer sampleRateHertz,
            @Nullable Pauses pauses,
            boolean optional,
            @Nullable Integer minimumSeconds,
            @Nullable Integer limitSeconds) {
        this(
                recordingId,
                tenantId,
                userId,
                format,
                layout,
                deliverTo,
                sampleRateHertz,
                pauses,
                optional,
                minimumSeconds,
                limitSeconds,
                null,
                null,
                null);
    }

    /** A mandatory one of any length, in the rate that was spoken, with pauses as silence. */
    public RecordingOrder(
            RecordingId recordingId,
            TenantId tenantId,
            @Nullable UserId userId,
            MediaFormat format,
            ChannelLayout layout,
            @Nullable URI deliverTo) {
        this(recordingId, tenantId, userId, format, layout, deliverTo, null, null, false, null, null);
    }

    /** When a recording begins. */
    public enum Start {
        /** As soon as there is media: with a ringing tone or an announcement before the answer. */
        @JsonProperty("early")
        EARLY,
        /** When somebody answers. */
        @JsonProperty("answer")
        ANSWER,
        /** When both parties have acknowledged that they are connected. */
        @JsonProperty("bridge")
        BRIDGE,
        /** When somebody asks for it. */
        @JsonProperty("demand")
        DEMAND
    }

    /** What becomes of pauses, and of the time between two intervals of a recording. */
    public enum Pauses {
        /** The file goes on in step with the call. */
        @JsonProperty("silence")
        SILENCE,
        /** The file is as much shorter. */
        @JsonProperty("cut")
        CUT
    }
}
