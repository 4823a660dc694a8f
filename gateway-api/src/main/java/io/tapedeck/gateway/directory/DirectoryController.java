package io.tapedeck.gateway.directory;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.gateway.access.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: for operators who lost what Kafka knew. */
@RestController
@RequestMapping("/api/v1/directory")
@Tag(name = "Directory", description = "How the other services learn of tenants, users, devices and trunks")
class DirectoryController {

    private final Outbox outbox;
    private final OutboxBell bell;

    DirectoryController(Outbox outbox, OutboxBell bell) {
        this.outbox = outbox;
        this.bell = bell;
    }

    /**
     * @param pending changes that Kafka does not have yet
     */
    record Status(long pending) {}

    @GetMapping
    @Operation(summary = "How many changes the other services have not been told yet")
    Status status(Caller caller) {
        caller.requirePlatform();
        return new Status(outbox.pending());
    }

    @PostMapping("/republish")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Tell the other services the whole directory again")
    Status republish(Caller caller) {
        caller.requirePlatform();
        outbox.refill();
        bell.ring();
        return new Status(outbox.pending());
    }
}
