package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.RecordingLevel;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that a call gets, and everything that was considered, in that order.
 *
 * @param question what the caller is asked before the call is placed; null when nothing depends on an answer
 * @param tape set when nobody is called and the one grant there is records the caller alone
 */
public record Decision(
        List<Grant> grants,
        List<Consideration> considered,
        @Nullable Question question,
        @Nullable Tape tape) {

    public Decision {
        grants = List.copyOf(grants);
        considered = List.copyOf(considered);
    }

    /**
     * One recording.
     *
     * @param owner the user whose it is; null when it belongs to the tenant as a whole
     * @param level where the setting that decided stands
     * @param setting path of it, as {@code inbound.onnet}
     */
    public record Grant(
            TenantId tenant, @Nullable UserId owner, RecordingLevel level, Leg leg, String setting, InForce settings) {}

    /**
     * The settings of a recording, from wherever each of them stands.
     *
     * @param url where the finished recording is sent; null for nowhere
     * @param minimumSeconds null for none
     * @param sampleRateHertz null for that which was spoken
     * @param limitSeconds null for none
     * @param media what is recorded of what the call has; never empty
     * @param start when it begins
     * @param optional whether a capture node without disk space may refuse it
     */
    public record InForce(
            MediaFormat format,
            ChannelLayout layout,
            RecordingOrder.Pauses pauses,
            @Nullable URI url,
            @Nullable Integer minimumSeconds,
            @Nullable Integer sampleRateHertz,
            @Nullable Integer limitSeconds,
            Set<Medium> media,
            RecordingOrder.Start start,
            boolean optional) {

        public InForce {
            media = EnumSet.copyOf(media);
        }
    }

    /**
     * How a caller is recorded without a callee.
     *
     * @param silence the call ends when nothing has been said for so long; zero for never
     * @param method how the finished file is sent; null when it is sent nowhere, or as usual
     */
    public record Tape(
            Duration limit, Duration silence, @Nullable DeliveryMethod method) {

        public Tape {
            if (!limit.isPositive() || silence.isNegative()) {
                throw new IllegalArgumentException("limit " + limit + ", silence " + silence);
            }
        }
    }
}
