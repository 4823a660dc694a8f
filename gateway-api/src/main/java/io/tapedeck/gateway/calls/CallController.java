package io.tapedeck.gateway.calls;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.audit.AuditTrail;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: the calls that are up, and what is done to their recordings. */
@RestController
@RequestMapping("/api/v1/calls")
@Tag(name = "Calls", description = "Calls that are up, and control of their recordings")
class CallController {

    private final SipProxies proxies;
    private final Catalogue catalogue;
    private final AuditTrail audit;

    CallController(SipProxies proxies, Catalogue catalogue, AuditTrail audit) {
        this.proxies = proxies;
        this.catalogue = catalogue;
        this.audit = audit;
    }

    /** All calls that the caller may see, the newest first. */
    @Schema(name = "LiveCalls")
    record Listing(List<LiveCall> items) {}

    @GetMapping
    @Operation(summary = "List the calls that are up, with the state of their recordings, the newest first")
    Listing list(Caller caller, @RequestParam(required = false) @Nullable TenantId tenantId) {
        return new Listing(proxies.calls(caller.narrow(tenantId)));
    }

    @GetMapping("/{sessionId}")
    @Operation(summary = "Show a call that is up")
    LiveCall show(Caller caller, @PathVariable SessionId sessionId) {
        return visible(caller, sessionId);
    }

    @PostMapping("/{sessionId}/recording")
    @Operation(summary = "Start, stop, pause or resume the recording of a call; answers the call as it is then")
    LiveCall control(
            Caller caller,
            @PathVariable SessionId sessionId,
            @RequestBody ControlBody body,
            HttpServletRequest request) {
        ControlOrder order = body.checked(caller.name());
        LiveCall call = visible(caller, sessionId);
        String action = "recording." + order.action();
        try {
            requireRecording(call, order);
            LiveCall after = proxies.control(sessionId.value(), order).orElseThrow(() -> over(sessionId));
            audit.writeControl(
                    caller.name(), action, sessionId, new TenantId(call.tenantId()), request.getRemoteAddr());
            return after;
        } catch (Refusal refused) {
            String told = action + "." + refused.reason().slug();
            audit.writeControl(caller.name(), told, sessionId, new TenantId(call.tenantId()), request.getRemoteAddr());
            throw refused;
        }
    }

    /** One that has stopped is in a wrong state for a stop; one that never was is unknown. */
    private static void requireRecording(LiveCall call, ControlOrder order) {
        UUID wanted = order.recordingId();
        if (wanted != null
                && call.recording().recordings().stream()
                        .noneMatch(one -> one.recordingId().equals(wanted))) {
            throw Refusal.of(Reason.NOT_FOUND, "The call " + call.sessionId() + " has no recording " + wanted + ".");
        }
    }

    /** A call that is over is told from one that never was, to those who may see it. */
    private LiveCall visible(Caller caller, SessionId session) {
        Optional<LiveCall> call = proxies.call(session.value());
        if (call.isEmpty()
                && catalogue
                        .cdr(session)
                        .filter(cdr -> caller.sees(cdr.tenantId()))
                        .isPresent()) {
            throw over(session);
        }
        return caller.visible(call, one -> new TenantId(one.tenantId()), "call", session);
    }

    private static Refusal over(SessionId session) {
        return Refusal.of(Reason.CONFLICT, "The call " + session + " is over.");
    }
}
