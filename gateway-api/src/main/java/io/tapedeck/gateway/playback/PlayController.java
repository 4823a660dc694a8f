package io.tapedeck.gateway.playback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.playback.Links.Link;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Plays a recording for those who have a link. The link is the permission; it opens one recording and no other. */
@RestController
@Tag(name = "Links")
class PlayController {

    private final Links links;
    private final Catalogue catalogue;
    private final MediaDesk desk;
    private final Clock clock;
    private final RefusalPage page = new RefusalPage();

    PlayController(Links links, Catalogue catalogue, MediaDesk desk, Clock clock) {
        this.links = links;
        this.catalogue = catalogue;
        this.desk = desk;
        this.clock = clock;
    }

    @GetMapping("/play/{token}")
    @SecurityRequirements
    @Operation(summary = "Play by a link; `?download` for an attachment, byte ranges are understood")
    @ApiResponse(responseCode = "200", description = "The media file", content = @Content(mediaType = "audio/*"))
    @ApiResponse(responseCode = "403", description = "Not a link of this gateway", content = @Content)
    @ApiResponse(responseCode = "410", description = "The link has expired or was revoked", content = @Content)
    void play(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Referrer-Policy", "no-referrer");
        try {
            serve(token, request, response);
        } catch (Refusal refusal) {
            if (!page.isWanted(request)) {
                throw refusal;
            }
            page.write(refusal, response);
        }
    }

    private void serve(String token, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Link link = valid(token);
        var recording = catalogue
                .recording(link.recordingId())
                .orElseThrow(() -> Refusal.of(Reason.GONE, "The recording of this link is no longer there."));
        desk.serve(recording, "link:" + link.id(), request, response);
    }

    private Link valid(String text) {
        PlayToken token = PlayToken.verify(text, links::signingKey)
                .orElseThrow(() -> Refusal.of(Reason.FORBIDDEN, "This is not a link of this gateway."));
        if (!clock.instant().isBefore(token.expiresAt())) {
            throw Refusal.of(Reason.GONE, "This link has expired.");
        }
        return links.find(token.linkId())
                .filter(link -> link.revokedAt() == null && link.recordingId().equals(token.recordingId()))
                .orElseThrow(() -> Refusal.of(Reason.GONE, "This link was revoked."));
    }
}
