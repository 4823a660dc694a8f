package io.tapedeck.gateway.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.audit.AuditLog.Entry;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: who listened to what. */
@RestController
@Tag(name = "Audit", description = "Who listened to what, when and from where; append-only")
class AuditController {

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @Schema(name = "AuditEntry")
    record EntryView(
            UUID id,
            Instant at,
            @Schema(example = "key:reporting") String actor,

            @Schema(
                    allowableValues = {
                        "media.play",
                        "media.download",
                        "link.create",
                        "link.revoke",
                        "recording.start",
                        "recording.stop",
                        "recording.pause",
                        "recording.resume"
                    },
                    description = "One of a call that was refused has the reason behind it, as recording.stop.conflict")
            String action,

            @Nullable UUID recordingId,

            @Schema(description = "The call whose recording was controlled") @Nullable
            UUID sessionId,

            UUID tenantId,
            String remoteAddress) {

        static EntryView of(Entry entry) {
            return new EntryView(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.recordingId() == null ? null : entry.recordingId().value(),
                    entry.sessionId() == null ? null : entry.sessionId().value(),
                    entry.tenantId().value(),
                    entry.remoteAddress());
        }
    }

    @GetMapping("/api/v1/audit")
    @Operation(summary = "List accesses to recordings, newest first")
    ResponseEntity<Page<EntryView>> list(
            Caller caller,
            @RequestParam(required = false) @Nullable TenantId tenantId,
            @RequestParam(required = false) @Nullable RecordingId recordingId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        var rows = log.list(caller.narrow(tenantId), recordingId, page.afterId(), page.limit() + 1);
        return PageResponse.of(Page.of(rows, page, Entry::id).map(EntryView::of), request);
    }
}
