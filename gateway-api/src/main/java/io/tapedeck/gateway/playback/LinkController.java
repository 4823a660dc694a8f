package io.tapedeck.gateway.playback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.audit.AuditTrail;
import io.tapedeck.gateway.audit.AuditTrail.Access;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.catalogue.CatalogueRecording;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.playback.Links.Link;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.recordings.PublicAddress;
import io.tapedeck.gateway.validation.Checks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: signed links under which a recording can be played without a login. */
@RestController
@RequestMapping("/api/v1/recordings/{id}")
@Tag(
        name = "Links",
        description = "Signed, expiring, revocable addresses under which a recording plays without a login")
class LinkController {

    private static final int LISTED_MAXIMUM = 200;

    private final Catalogue catalogue;
    private final Links links;
    private final AuditTrail audit;
    private final PlaybackSettings settings;
    private final PublicAddress address;
    private final FreshIds ids;
    private final Clock clock;

    LinkController(
            Catalogue catalogue,
            Links links,
            AuditTrail audit,
            PlaybackSettings settings,
            PublicAddress address,
            FreshIds ids,
            Clock clock) {
        this.catalogue = catalogue;
        this.links = links;
        this.audit = audit;
        this.settings = settings;
        this.address = address;
        this.ids = ids;
        this.clock = clock;
    }

    @Schema(name = "LinkRequest")
    record LinkBody(
            @Schema(description = "Default 86400, a day; at most 30 days") @Nullable
            Long expiresInSeconds) {}

    @Schema(name = "NewLink")
    record NewLink(UUID id, URI url, Instant expiresAt) {}

    @Schema(name = "Link")
    record LinkView(
            UUID id,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt) {

        static LinkView of(Link link) {
            return new LinkView(link.id(), link.createdBy(), link.createdAt(), link.expiresAt(), link.revokedAt());
        }
    }

    @PostMapping("/link")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a link")
    ResponseEntity<NewLink> create(
            Caller caller,
            @PathVariable RecordingId id,
            @RequestBody(required = false) @Nullable LinkBody body,
            HttpServletRequest request) {
        var recording = visible(caller, id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(lifetime(body));
        var link = new Link(ids.next(), id, PlayableRecording.ownerOf(recording), caller.name(), now, expiresAt, null);
        links.add(link);
        audit.write(access(caller, "link.create", recording, request));
        var key = links.signingKey();
        String token = new PlayToken(key.version(), link.id(), id, expiresAt).sign(key.secret());
        URI url = URI.create(address.base() + "/play/" + token);
        return ResponseEntity.created(url).body(new NewLink(link.id(), url, expiresAt));
    }

    @GetMapping("/links")
    @Operation(summary = "List the newest links of a recording, without their addresses")
    List<LinkView> list(Caller caller, @PathVariable RecordingId id) {
        visible(caller, id);
        return links.of(id, LISTED_MAXIMUM).stream().map(LinkView::of).toList();
    }

    @DeleteMapping("/links")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke all links of a recording")
    void revokeAll(Caller caller, @PathVariable RecordingId id, HttpServletRequest request) {
        var recording = visible(caller, id);
        if (links.revokeAll(id, clock.instant()) > 0) {
            audit.write(access(caller, "link.revoke", recording, request));
        }
    }

    @DeleteMapping("/links/{linkId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke a link")
    void revoke(Caller caller, @PathVariable RecordingId id, @PathVariable UUID linkId, HttpServletRequest request) {
        var recording = visible(caller, id);
        if (!links.revoke(id, linkId, clock.instant())) {
            throw Refusal.notFound("link", linkId);
        }
        audit.write(access(caller, "link.revoke", recording, request));
    }

    private CatalogueRecording visible(Caller caller, RecordingId id) {
        return caller.visible(catalogue.recording(id), CatalogueRecording::tenantId, "recording", id);
    }

    private Duration lifetime(@Nullable LinkBody body) {
        if (body == null || body.expiresInSeconds == null) {
            return settings.linkLifetime();
        }
        long most = settings.linkLifetimeMaximum().toSeconds();
        var checks = new Checks();
        if (body.expiresInSeconds < 1 || body.expiresInSeconds > most) {
            checks.fault("/expiresInSeconds", "Must be from 1 to " + most + ".");
        }
        checks.refuseIfAny();
        return Duration.ofSeconds(body.expiresInSeconds);
    }

    private static Access access(
            Caller caller, String action, CatalogueRecording recording, HttpServletRequest request) {
        return new Access(
                caller.name(), action, recording.id(), PlayableRecording.ownerOf(recording), request.getRemoteAddr());
    }
}
