package io.tapedeck.cdr.query;

import io.tapedeck.cdr.cdr.Archive;
import io.tapedeck.cdr.cdr.Archive.CdrFilter;
import io.tapedeck.cdr.cdr.Archive.RecordingFilter;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.cdrs.RecordingState;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the gateway asks of the ledger. */
@RestController
@RequestMapping("/internal")
class QueryController {

    private static final String A_UUID = "a UUID";

    private static final Set<String> CDR_PARAMETERS =
            Set.of("limit", "cursor", "from", "to", "party", "partyContains", "tenantId");
    private static final Set<String> RECORDING_PARAMETERS =
            Set.of("limit", "cursor", "from", "to", "party", "partyContains", "tenantId", "sessionId", "state");

    private final Archive archive;

    QueryController(Archive archive) {
        this.archive = archive;
    }

    @GetMapping("/cdrs")
    ResponseEntity<PageBody<CdrBody>> cdrs(@RequestParam MultiValueMap<String, String> query) {
        var given = Parameters.of(query, CDR_PARAMETERS);
        var filter = new CdrFilter(
                given.time("from"),
                given.time("to"),
                given.text("party"),
                given.part("partyContains"),
                given.value("tenantId", A_UUID, TenantId::of));
        return PageBody.of(archive.cdrs(filter, given.cursor(), given.limit()), CdrBody::of);
    }

    @GetMapping("/cdrs/{sessionId}")
    CdrBody cdr(@PathVariable String sessionId) {
        return archive.cdr(id("sessionId", sessionId, SessionId::of))
                .map(CdrBody::of)
                .orElseThrow(() -> notFound("No CDR of session " + sessionId));
    }

    @GetMapping("/recordings")
    ResponseEntity<PageBody<RecordingBody>> recordings(@RequestParam MultiValueMap<String, String> query) {
        var given = Parameters.of(query, RECORDING_PARAMETERS);
        var filter = new RecordingFilter(
                given.time("from"),
                given.time("to"),
                given.text("party"),
                given.part("partyContains"),
                given.value("tenantId", A_UUID, TenantId::of),
                given.value("sessionId", A_UUID, SessionId::of),
                given.value("state", "recording, converting, ready, failed or discarded", QueryController::state));
        return PageBody.of(archive.recordings(filter, given.cursor(), given.limit()), RecordingBody::of);
    }

    @GetMapping("/recordings/{id}")
    RecordingBody recording(@PathVariable String id) {
        return archive.recording(id("id", id, RecordingId::of))
                .map(RecordingBody::of)
                .orElseThrow(() -> notFound("No recording " + id));
    }

    private static RecordingState state(String text) {
        return RecordingState.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static <I> I id(String name, String text, Function<String, I> type) {
        try {
            return type.apply(text);
        } catch (IllegalArgumentException none) {
            throw new BadParameter(name, "must be " + A_UUID);
        }
    }

    private static ResponseStatusException notFound(String what) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, what);
    }
}
