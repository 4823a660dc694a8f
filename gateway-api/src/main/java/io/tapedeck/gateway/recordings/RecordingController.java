package io.tapedeck.gateway.recordings;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.catalogue.RecordingQuestion;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: the catalogue of recordings. */
@RestController
@RequestMapping("/api/v1/recordings")
@Tag(name = "Recordings", description = "The catalogue of recordings, and their sound")
class RecordingController {

    private final Catalogue catalogue;
    private final PublicAddress address;

    RecordingController(Catalogue catalogue, PublicAddress address) {
        this.catalogue = catalogue;
        this.address = address;
    }

    @GetMapping
    @Operation(summary = "List recordings, newest first")
    ResponseEntity<Page<RecordingView>> list(
            Caller caller,
            @ParameterObject QuestionForm form,
            @Parameter(description = "Only of this session") @RequestParam(required = false) @Nullable
                    SessionId sessionId,
            @Parameter(description = "Only in this state") @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request) {
        String base = address.base();
        var page = catalogue.recordings(new RecordingQuestion(form.toQuestion(caller), sessionId, stateOf(state)));
        return PageResponse.of(page.map(recording -> RecordingView.of(recording, base)), request);
    }

    private static @Nullable RecordingState stateOf(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return RecordingState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw Refusal.parameter("state", "Must be recording, converting, ready, failed or discarded.");
        }
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a recording")
    RecordingView show(Caller caller, @PathVariable RecordingId id) {
        var recording = caller.visible(catalogue.recording(id), CatalogueRecording::tenantId, "recording", id);
        return RecordingView.of(recording, address.base());
    }
}
