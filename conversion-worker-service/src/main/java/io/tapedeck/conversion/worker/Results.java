package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.contracts.recordings.SoundFigures;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.sound.SoundReport;
import io.tapedeck.conversion.store.StoredFile;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What is said about the recordings of one capture. */
record Results(CaptureSealed capture, InstantSource clock) {

    RecordingReady ready(RecordingOrder order, MediaPlan plan, ConversionReport report, StoredFiles stored) {
        StoredFile callee = stored.callee();
        StoredFile peaks = stored.peaks();
        return new RecordingReady(
                order.recordingId(),
                capture.sessionId(),
                capture.captureId(),
                order.tenantId(),
                order.userId(),
                plan.startedAt(),
                report.duration(),
                file(plan, report, stored.media()),
                capture.recovered(),
                order.deliverTo(),
                clock.instant(),
                callee == null ? null : file(plan, report, callee),
                peaks == null ? null : peaks.key().path(),
                figures(report.sound()),
                order.deliverBy());
    }

    private static @Nullable SoundFigures figures(@Nullable SoundReport sound) {
        return sound == null
                ? null
                : new SoundFigures(
                        rounded(sound.loudnessLufs()),
                        rounded(sound.truePeakDecibels()),
                        rounded(sound.callerTalk()),
                        rounded(sound.calleeTalk()));
    }

    private static @Nullable Double rounded(@Nullable Double decibels) {
        return decibels == null ? null : rounded(decibels.doubleValue());
    }

    /** Nobody hears a hundredth of a decibel. */
    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static MediaFile file(MediaPlan plan, ConversionReport report, StoredFile stored) {
        return new MediaFile(
                stored.key().path(),
                plan.format(),
                plan.layout(),
                stored.bytes(),
                stored.sha256(),
                report.sampleRateHertz(),
                report.channels());
    }

    RecordingDiscarded discarded(RecordingOrder order, String reason) {
        return new RecordingDiscarded(
                order.recordingId(), capture.sessionId(), capture.captureId(), reason, clock.instant());
    }

    RecordingFailed failed(RecordingOrder order, JobFailure failure) {
        return new RecordingFailed(
                order.recordingId(),
                capture.sessionId(),
                capture.captureId(),
                order.tenantId(),
                order.userId(),
                failure.code(),
                failure.sentence(),
                failure.responsible(),
                clock.instant());
    }

    /**
     * The files of one recording.
     *
     * @param callee the second of a split layout
     * @param peaks the wave form, where it was measured
     */
    record StoredFiles(
            StoredFile media,
            @Nullable StoredFile callee,
            @Nullable StoredFile peaks) {

        long bytes() {
            return media.bytes() + (callee == null ? 0 : callee.bytes());
        }
    }
}
