package io.tapedeck.gateway.playback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: the sound of a recording, for those who are logged in. */
@RestController
@Tag(name = "Recordings")
class MediaController {

    private final Catalogue catalogue;
    private final MediaDesk desk;

    MediaController(Catalogue catalogue, MediaDesk desk) {
        this.catalogue = catalogue;
        this.desk = desk;
    }

    @GetMapping("/api/v1/recordings/{id}/media")
    @Operation(summary = "Play or download; single and multiple byte ranges are understood")
    @ApiResponse(
            responseCode = "200",
            description = "The media file",
            content = {
                @Content(mediaType = "audio/wav", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "audio/mpeg", schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(responseCode = "206", description = "The parts that `Range` asked for", content = @Content)
    @ApiResponse(responseCode = "409", description = "Not ready yet", content = @Content)
    @ApiResponse(responseCode = "410", description = "There is no media file, and will be none", content = @Content)
    @ApiResponse(responseCode = "416", description = "The file has no such part", content = @Content)
    void media(
            Caller caller,
            @PathVariable RecordingId id,
            @Parameter(description = "Present: as an attachment") @RequestParam(required = false) @Nullable
                    String download,
            @Parameter(description = "caller or callee: whose file, where the layout is split")
                    @RequestParam(required = false)
                    @Nullable
                    String part,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var recording = caller.visible(catalogue.recording(id), CatalogueRecording::tenantId, "recording", id);
        desk.serve(recording, caller.name(), request, response);
    }

    @GetMapping("/api/v1/recordings/{id}/peaks")
    @Operation(summary = "The wave form, to be drawn: JSON of audiowaveform's version 2")
    @ApiResponse(
            responseCode = "200",
            description = "A channel for each of the media, two when split",
            content = @Content(mediaType = "application/json"))
    @ApiResponse(responseCode = "404", description = "There is none", content = @Content)
    void peaks(Caller caller, @PathVariable RecordingId id, HttpServletResponse response) throws IOException {
        var recording = caller.visible(catalogue.recording(id), CatalogueRecording::tenantId, "recording", id);
        desk.servePeaks(recording, response);
    }
}
