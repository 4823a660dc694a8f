package io.tapedeck.gateway.recordings;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
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
            Caller caller, @ParameterObject QuestionForm form, HttpServletRequest request) {
        String base = address.base();
        var page = catalogue.recordings(form.toQuestion(caller));
        return PageResponse.of(page.map(recording -> RecordingView.of(recording, base)), request);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a recording")
    RecordingView show(Caller caller, @PathVariable RecordingId id) {
        var recording = caller.visible(catalogue.recording(id), CatalogueRecording::tenantId, "recording", id);
        return RecordingView.of(recording, address.base());
    }
}
