package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One recording in the catalogue. What is told of it comes over two topics in any order, so every step says what it
 * yields from every state: a media file beats everything, the result of a conversion beats the progress of a capture, and
 * of two failures the later one stands.
 *
 * <p>Times are kept in whole microseconds, as the ledger stores them.
 *
 * @param tenantId null when only a failure without a tenant has been told so far
 * @param format null until the order is known
 * @param layout null until the order is known
 * @param startedAt the moment that the first sample stands for; the capture's start until the media is there
 * @param listedAt the place in lists: set when the recording is first heard of, never changed
 * @param duration null until there is a media file
 * @param media null unless ready
 * @param failure null unless failed
 * @param decidedAt when the conversion said what became of it; null before
 * @param details its wave form and loudness, the second file, keys that were pressed
 */
public record CatalogueEntry(
        RecordingId id,
        SessionId sessionId,
        @Nullable TenantId tenantId,
        @Nullable UserId userId,
        RecordingState state,
        @Nullable MediaFormat format,
        @Nullable ChannelLayout layout,
        @Nullable Instant startedAt,
        Instant listedAt,
        @Nullable Duration duration,
        @Nullable MediaFile media,
        boolean recovered,
        @Nullable Failure failure,
        @Nullable Instant decidedAt,
        RecordingDetails details) {

    public CatalogueEntry {
        startedAt = micros(startedAt);
        listedAt = listedAt.truncatedTo(ChronoUnit.MICROS);
        decidedAt = micros(decidedAt);
    }

    private static @Nullable Instant micros(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    private static CatalogueEntry unheardOf(RecordingId id, SessionId session, RecordingState state, Instant at) {
        return new CatalogueEntry(
                id,
                session,
                null,
                null,
                state,
                null,
                null,
                null,
                at,
                null,
                null,
                false,
                null,
                null,
                RecordingDetails.NONE);
    }

    static CatalogueEntry capturing(
            @Nullable CatalogueEntry known, RecordingOrder order, SessionId session, Instant startedAt) {
        var entry = known == null
                ? unheardOf(order.recordingId(), session, RecordingState.RECORDING, startedAt)
                : known.overdue() ? known.with(RecordingState.RECORDING) : known;
        return entry.described(order, startedAt);
    }

    static CatalogueEntry sealed(@Nullable CatalogueEntry known, RecordingOrder order, CaptureSealed told) {
        var entry = capturing(known, order, told.sessionId(), told.startedAt()).withKeys(told);
        return entry.state == RecordingState.RECORDING
                ? entry.with(RecordingState.CONVERTING).recoveredIf(told.recovered())
                : entry;
    }

    static CatalogueEntry ready(@Nullable CatalogueEntry known, RecordingReady told) {
        if (known != null && known.state == RecordingState.READY && known.decidedNoEarlierThan(told.readyAt())) {
            return known;
        }
        return new CatalogueEntry(
                told.recordingId(),
                told.sessionId(),
                told.tenantId(),
                told.userId(),
                RecordingState.READY,
                told.media().format(),
                told.media().layout(),
                told.startedAt(),
                known == null ? told.startedAt() : known.listedAt,
                told.duration(),
                told.media(),
                told.recovered(),
                null,
                told.readyAt(),
                (known == null ? RecordingDetails.NONE : known.details).with(told));
    }

    static CatalogueEntry failed(@Nullable CatalogueEntry known, RecordingFailed told) {
        if (known != null && known.outranks(told.failedAt())) {
            return known;
        }
        var entry = known != null
                ? known
                : unheardOf(told.recordingId(), told.sessionId(), RecordingState.FAILED, told.failedAt());
        String code = told.code().name().toLowerCase(Locale.ROOT);
        return entry.owned(told.tenantId(), told.userId())
                .decided(RecordingState.FAILED, new Failure(code, told.message(), told.responsible()), told.failedAt());
    }

    static CatalogueEntry discarded(@Nullable CatalogueEntry known, RecordingDiscarded told) {
        if (known != null && known.outranks(told.discardedAt())) {
            return known;
        }
        var entry = known != null
                ? known
                : unheardOf(told.recordingId(), told.sessionId(), RecordingState.DISCARDED, told.discardedAt());
        return entry.decided(RecordingState.DISCARDED, null, told.discardedAt());
    }

    /** Nothing was heard of an ordered recording. Whatever is heard later overrules this. */
    static CatalogueEntry notCaptured(RecordingOrder order, SessionId session, Instant listedAt) {
        return unheardOf(order.recordingId(), session, RecordingState.FAILED, listedAt)
                .described(order, null)
                .with(RecordingState.FAILED, Failure.notCaptured());
    }

    private boolean overdue() {
        return state == RecordingState.FAILED && decidedAt == null;
    }

    private boolean outranks(Instant told) {
        return state == RecordingState.READY || decidedNoEarlierThan(told);
    }

    private boolean decidedNoEarlierThan(Instant told) {
        return decidedAt != null && !told.truncatedTo(ChronoUnit.MICROS).isAfter(decidedAt);
    }

    private CatalogueEntry described(RecordingOrder order, @Nullable Instant captureStartedAt) {
        return new CatalogueEntry(
                id,
                sessionId,
                tenantId == null ? order.tenantId() : tenantId,
                userId == null ? order.userId() : userId,
                state,
                format == null ? order.format() : format,
                layout == null ? order.layout() : layout,
                startedAt == null ? captureStartedAt : startedAt,
                listedAt,
                duration,
                media,
                recovered,
                failure,
                decidedAt,
                details.named(order));
    }

    private CatalogueEntry owned(@Nullable TenantId tenant, @Nullable UserId user) {
        return new CatalogueEntry(
                id,
                sessionId,
                tenantId == null ? tenant : tenantId,
                userId == null ? user : userId,
                state,
                format,
                layout,
                startedAt,
                listedAt,
                duration,
                media,
                recovered,
                failure,
                decidedAt,
                details);
    }

    private CatalogueEntry with(RecordingState next) {
        return with(next, null);
    }

    private CatalogueEntry with(RecordingState next, @Nullable Failure why) {
        return decided(next, why, decidedAt);
    }

    private CatalogueEntry decided(RecordingState next, @Nullable Failure why, @Nullable Instant at) {
        return new CatalogueEntry(
                id, sessionId, tenantId, userId, next, format, layout, startedAt, listedAt, duration, media, recovered,
                why, at, details);
    }

    private CatalogueEntry withKeys(CaptureSealed told) {
        return new CatalogueEntry(
                id,
                sessionId,
                tenantId,
                userId,
                state,
                format,
                layout,
                startedAt,
                listedAt,
                duration,
                media,
                recovered,
                failure,
                decidedAt,
                details.withKeysOf(id, told));
    }

    private CatalogueEntry recoveredIf(boolean torn) {
        return new CatalogueEntry(
                id,
                sessionId,
                tenantId,
                userId,
                state,
                format,
                layout,
                startedAt,
                listedAt,
                duration,
                media,
                recovered || torn,
                failure,
                decidedAt,
                details);
    }
}
