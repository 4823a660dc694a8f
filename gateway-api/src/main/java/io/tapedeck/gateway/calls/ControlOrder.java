package io.tapedeck.gateway.calls;

import io.tapedeck.contracts.MediaFormat;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a proxy is told to do; checked. */
record ControlOrder(
        String action,
        String by,
        @Nullable UUID recordingId,
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable Integer recordMinSec,
        @Nullable Integer recordSampleRate,
        @Nullable Integer timeLimit,
        @Nullable String label,
        @Nullable String mediaName,
        @Nullable Boolean recordOnAnswer,
        @Nullable Boolean recordOnBridge,
        @Nullable Integer resumeAfterSeconds) {}
