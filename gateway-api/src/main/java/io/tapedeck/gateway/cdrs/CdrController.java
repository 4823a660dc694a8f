package io.tapedeck.gateway.cdrs;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.catalogue.CatalogueCdr;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.recordings.PublicAddress;
import io.tapedeck.gateway.recordings.QuestionForm;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** REST: call detail records. */
@RestController
@RequestMapping("/api/v1/cdrs")
@Tag(name = "CDRs", description = "Call detail records, with the recordings of each call")
class CdrController {

    private final Catalogue catalogue;
    private final PublicAddress address;

    CdrController(Catalogue catalogue, PublicAddress address) {
        this.catalogue = catalogue;
        this.address = address;
    }

    @GetMapping
    @Operation(summary = "List calls, newest first")
    ResponseEntity<Page<CdrView>> list(Caller caller, @ParameterObject QuestionForm form, HttpServletRequest request) {
        String base = address.base();
        return PageResponse.of(
                catalogue.cdrs(form.toQuestion(caller)).map(cdr -> CdrView.of(cdr, caller, base)), request);
    }

    @GetMapping("/{sessionId}")
    @Operation(summary = "Show a call")
    CdrView show(Caller caller, @PathVariable SessionId sessionId) {
        var cdr = caller.visible(catalogue.cdr(sessionId), CatalogueCdr::tenantId, "call", sessionId);
        return CdrView.of(cdr, caller, address.base());
    }
}
