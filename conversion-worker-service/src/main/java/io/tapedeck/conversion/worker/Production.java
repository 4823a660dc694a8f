package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.RecordingKey;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.sound.SoundReport;
import io.tapedeck.conversion.sound.Waveform;
import io.tapedeck.conversion.store.RecordingStore;
import io.tapedeck.conversion.store.StoredFile;
import io.tapedeck.conversion.worker.Results.StoredFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** The files of one plan, from their drafts into the store, for the first of the orders that want just these. */
final class Production implements AutoCloseable {

    private final RecordingStore store;
    private final MediaPlan plan;
    private final RecordingOrder order;
    private final RecordingStore.Draft media;
    private final RecordingStore.@Nullable Draft callee;

    private Production(
            RecordingStore store,
            MediaPlan plan,
            RecordingOrder order,
            RecordingStore.Draft media,
            RecordingStore.@Nullable Draft callee) {
        this.store = store;
        this.plan = plan;
        this.order = order;
        this.media = media;
        this.callee = callee;
    }

    static Production begin(RecordingStore store, MediaPlan plan, RecordingOrder order) throws JobFailure {
        RecordingStore.Draft media = store.begin(mediaKey(plan, order));
        try {
            return new Production(
                    store, plan, order, media, isSplit(plan) ? store.begin(calleeKey(plan, order)) : null);
        } catch (JobFailure | RuntimeException e) {
            media.close();
            throw e;
        }
    }

    MediaPlan plan() {
        return plan;
    }

    Rendition rendition() {
        return new Rendition(plan, media.file(), callee == null ? null : callee.file());
    }

    /** Puts everything into the store. The file that listeners are sent to comes last. */
    StoredFiles commit(ConversionReport report) throws JobFailure {
        SoundReport sound = report.sound();
        StoredFile peaks = sound == null ? null : store(sound.waveform());
        StoredFile second =
                callee == null ? null : callee.commit(report.checksums().second());
        return new StoredFiles(media.commit(report.checksums().first()), second, peaks);
    }

    private StoredFile store(Waveform waveform) throws JobFailure {
        RecordingKey key = peaksKey(plan, order);
        try (RecordingStore.Draft draft = store.begin(key)) {
            try (Writer out = Files.newBufferedWriter(draft.file(), StandardCharsets.US_ASCII)) {
                waveform.writeTo(out);
            } catch (IOException e) {
                throw JobFailure.writing(key.path(), e);
            }
            return draft.commit(null);
        }
    }

    /** The same files for another order of the same plan. */
    StoredFiles share(StoredFiles stored, RecordingOrder other) throws JobFailure {
        if (other.recordingId().equals(order.recordingId())) {
            return stored;
        }
        StoredFile peaks = also(stored.peaks(), peaksKey(plan, other));
        StoredFile second = also(stored.callee(), calleeKey(plan, other));
        return new StoredFiles(store.alsoAs(stored.media(), mediaKey(plan, other)), second, peaks);
    }

    private @Nullable StoredFile also(@Nullable StoredFile stored, RecordingKey key) throws JobFailure {
        return stored == null ? null : store.alsoAs(stored, key);
    }

    @Override
    public void close() {
        media.close();
        if (callee != null) {
            callee.close();
        }
    }

    private static boolean isSplit(MediaPlan plan) {
        return plan.layout() == ChannelLayout.SPLIT;
    }

    private static RecordingKey mediaKey(MediaPlan plan, RecordingOrder order) {
        return key(plan, order, (isSplit(plan) ? "caller." : "") + plan.format().extension());
    }

    private static RecordingKey calleeKey(MediaPlan plan, RecordingOrder order) {
        return key(plan, order, "callee." + plan.format().extension());
    }

    private static RecordingKey peaksKey(MediaPlan plan, RecordingOrder order) {
        return key(plan, order, "peaks.json");
    }

    private static RecordingKey key(MediaPlan plan, RecordingOrder order, String ending) {
        return RecordingKey.of(order.tenantId(), plan.startedAt(), order.recordingId(), ending);
    }
}
