package io.tapedeck.gateway.announcements;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.announcements.Announcements.Stored;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.tenants.Tenants;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: a tenant's own announcements. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Announcements", description = "What callers from outside hear, uploaded or spoken from a text")
class AnnouncementController {

    private static final String OF_TENANT = "/tenants/{tenantId}/announcements";
    private static final String ONE = "/announcements/{id}";

    private final Announcements announcements;
    private final Tenants tenants;
    private final AnnouncementMaker maker;

    AnnouncementController(Announcements announcements, Tenants tenants, AnnouncementMaker maker) {
        this.announcements = announcements;
        this.tenants = tenants;
        this.maker = maker;
    }

    @GetMapping(OF_TENANT)
    @Operation(summary = "List a tenant's announcements, oldest first")
    ResponseEntity<Page<AnnouncementView>> list(
            Caller caller,
            @PathVariable TenantId tenantId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        tenants.require(caller, tenantId);
        return PageResponse.read(
                page,
                (after, rows) -> announcements.list(tenantId, after, rows),
                one -> one.announcement().id().value(),
                AnnouncementView::of,
                request);
    }

    @PostMapping(path = OF_TENANT, consumes = "audio/mpeg")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Upload an MP3 of at most 5 MB; its name in the query")
    ResponseEntity<AnnouncementView> upload(
            Caller caller, @PathVariable TenantId tenantId, @RequestParam String name, @RequestBody byte[] mp3) {
        tenants.require(caller, tenantId);
        var checks = new Checks();
        String checked = checks.required("?name", name, TextRule.NAME);
        checks.refuseIfAny();
        announcements.requirePlace(tenantId);
        return created(maker.ofMp3(tenantId, checked, mp3));
    }

    @PostMapping(path = OF_TENANT, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Have a text spoken")
    ResponseEntity<AnnouncementView> speak(
            Caller caller, @PathVariable TenantId tenantId, @RequestBody SpeechBody body) {
        tenants.require(caller, tenantId);
        var checks = new Checks();
        String name = body.checkedName(checks);
        Utterance utterance = body.utterance(checks);
        announcements.requirePlace(tenantId);
        return created(maker.ofText(tenantId, name, utterance));
    }

    private ResponseEntity<AnnouncementView> created(Stored stored) {
        announcements.add(stored);
        AnnouncementView view = AnnouncementView.of(stored);
        return ResponseEntity.created(URI.create("/api/v1/announcements/" + view.id()))
                .body(view);
    }

    @GetMapping(ONE)
    @Operation(summary = "Show an announcement")
    AnnouncementView show(Caller caller, @PathVariable AnnouncementId id) {
        return AnnouncementView.of(visible(caller, id));
    }

    @GetMapping(ONE + "/sound")
    @Operation(summary = "Hear an announcement: Opus in Ogg")
    ResponseEntity<byte[]> sound(Caller caller, @PathVariable AnnouncementId id) {
        String base64 = visible(caller, id).announcement().sound();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("audio/ogg"))
                .body(Base64.getDecoder().decode(base64));
    }

    @DeleteMapping(ONE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an announcement that no settings name")
    void delete(Caller caller, @PathVariable AnnouncementId id) {
        visible(caller, id);
        if (!announcements.remove(id)) {
            throw Refusal.notFound("announcement", id);
        }
    }

    private Stored visible(Caller caller, AnnouncementId id) {
        return caller.visible(announcements.find(id), one -> one.announcement().tenantId(), "announcement", id);
    }
}
